// Whose word counts about who asks: a proxy that the owner named, and nobody else.
import { afterEach, expect, test } from 'vitest';
import { startWeb } from './test-web.ts';

type Web = Awaited<ReturnType<typeof startWeb>>;
let web: Web | null = null;
afterEach(async () => {
  await web?.close();
  web = null;
});

/** So many wrong codes that the one who sends them has to wait. */
const TRIES = 30;
const tryCode = async ({ base }: Web, peer: string): Promise<number> => {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': peer };
  const body = JSON.stringify({ code: 'wrong' });
  return (await fetch(`${base}/api/v1/access/exchange`, { method: 'POST', headers, body })).status;
};
const guess = async (on: Web, peerOf: (n: number) => string): Promise<number[]> => {
  const statuses: number[] = [];
  for (let n = 0; n < TRIES; n += 1) statuses.push(await tryCode(on, peerOf(n)));
  return statuses;
};

test('behind a named proxy one who guesses shuts out nobody but himself', async () => {
  web = await startWeb({ web: { trustedProxy: ['127.0.0.1', '::1'] } });
  expect(await guess(web, () => '198.51.100.7')).toContain(429);
  expect(await tryCode(web, '198.51.100.8')).toBe(401);
});

test('without one, who guesses gets no further under names of his own making', async () => {
  web = await startWeb();
  expect(await guess(web, (n) => `198.51.100.${n}`)).toContain(429);
});

test('of the names that a proxy passes on, only the last one is its own', async () => {
  web = await startWeb({ web: { trustedProxy: ['127.0.0.1', '::1'] } });
  expect(await guess(web, (n) => `198.51.100.${n}, 203.0.113.9`)).toContain(429);
});
