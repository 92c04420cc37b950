// What plex.tv says is shared by those who ask at the same time, and asked anew when it may be another.
import { expect, test } from 'vitest';
import { createFakeClock } from './lib/fake-clock.ts';
import type { PlexTvServer } from './plex/plex-tv.ts';
import { shareAccounts } from './share-accounts.ts';

const setUp = (answer: () => Promise<PlexTvServer[]> = () => Promise.resolve([])) => {
  const clock = createFakeClock(0);
  const asked: string[] = [];
  const shared = shareAccounts(
    {
      servers: (id) => {
        if (id === 'nobody') return null;
        asked.push(id);
        return answer();
      },
      renew: (id) => (id === 'nobody' ? null : Promise.resolve()),
    },
    clock,
  );
  return { shared, clock, asked };
};

test('ten who ask at once are one question, and each account has its own', async () => {
  const { shared, asked } = setUp();
  for (const answer of Array.from({ length: 10 }, () => shared.servers('ada'))) expect(await answer).toEqual([]);
  await shared.servers('iris');
  expect(asked).toEqual(['ada', 'iris']);
  expect([shared.servers('nobody'), shared.renew('nobody')]).toEqual([null, null]);
});

test('it is asked anew after a while, and at once after a renewal', async () => {
  const { shared, clock, asked } = setUp();
  await shared.servers('ada');
  clock.advance(5000);
  await shared.servers('ada');
  await shared.renew('ada');
  await shared.servers('ada');
  expect(asked).toEqual(['ada', 'ada', 'ada']);
});

test('a failure is told to all who asked, and not remembered', async () => {
  const { shared, asked } = setUp(() => Promise.reject(new Error('down')));
  for (const answer of [shared.servers('ada'), shared.servers('ada')]) await expect(answer).rejects.toThrow('down');
  await expect(shared.servers('ada')).rejects.toThrow('down');
  expect(asked).toEqual(['ada', 'ada']);
});
