// What somebody missed: in the order of the numbers, from the fact that he names, or an honest "not known".
import { expect, test } from 'vitest';
import { minuteMs, toSession, viewing } from './testing/facts.ts';
import { makeDataDir, openTestHistory } from './testing/temp-history.ts';

test('the facts after one that is known, a page at a time, and null after one that is not', async () => {
  const place = makeDataDir();
  const history = await openTestHistory(place.dataDir);
  try {
    history.record(viewing(toSession({ id: 's1' }), 5 * minuteMs, minuteMs));
    await history.flush();
    const told: string[] = [];
    history.onStored((events) => told.push(...events.map(({ id }) => id)));
    history.record(viewing(toSession({ id: 's2' }), 5 * minuteMs, minuteMs));
    await history.flush();
    const [first = '', ...later] = told;
    const missed = await history.eventsAfter(first, 100);
    expect(missed?.map(({ id }) => id)).toEqual(later);
    expect(missed?.map(({ kind }) => kind)).toContain('play-recorded');
    expect((await history.eventsAfter(first, 1))?.map(({ id }) => id)).toEqual(later.slice(0, 1));
    expect(await history.eventsAfter(later.at(-1) ?? '', 100)).toEqual([]);
    expect(await history.eventsAfter('gone', 100)).toBeNull();
  } finally {
    await history.close();
    place.remove();
  }
});
