import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask } from '../test-client.ts';

const atMs = 1_790_000_000_000;
let sim: Sim;
beforeAll(async () => {
  sim = await startSim({ manualClock: true, startAtMs: atMs, seed: 5, past: { plays: 3000, days: 700 } });
});
afterAll(() => sim.close());

type Row = { viewedAt: number; historyKey: string; ratingKey?: string; deviceID?: number; accountID: number };
const rowsOf = (json: unknown): Row[] => {
  const rows: unknown = Object(Object(json).MediaContainer).Metadata ?? [];
  return Array.isArray(rows) ? rows : [];
};
const read = async (query: string): Promise<{ rows: Row[]; total: number }> => {
  const got = await ask(sim, `/status/sessions/history/all?${query}`, { json: true });
  return { rows: rowsOf(got.json), total: Number(got.headers.get('x-plex-container-total-size')) };
};

test('is read page by page, and no row comes twice or never', async () => {
  const seen: Row[] = [];
  for (;;) {
    const { rows, total } = await read(`sort=viewedAt&X-Plex-Container-Start=${seen.length}&X-Plex-Container-Size=500`);
    seen.push(...rows);
    if (seen.length >= total) break;
  }
  expect(seen.length).toBe(3030);
  expect(new Set(seen.map(({ historyKey }) => historyKey)).size).toBe(3030);
  const times = seen.map(({ viewedAt }) => viewedAt);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(atMs / 1000 - 700 * 86_400);
  expect(times.at(-1)).toBeLessThanOrEqual(atMs / 1000);
  expect(seen.filter(({ ratingKey }) => ratingKey === undefined).length).toBeGreaterThan(90);
  expect(seen.filter(({ deviceID }) => deviceID === undefined).length).toBeGreaterThan(900);
  expect(new Set(seen.map(({ accountID }) => accountID)).size).toBe(8);
});

test('can be asked from a moment on', async () => {
  const from = atMs / 1000 - 30 * 86_400;
  const { rows } = await read(`viewedAt%3E=${from}&sort=viewedAt:desc`);
  expect(rows.length).toBeGreaterThan(50);
  expect(Math.min(...rows.map(({ viewedAt }) => viewedAt))).toBeGreaterThanOrEqual(from);
});

test('what is played afterwards comes after it', async () => {
  const { sessionKey } = sim.control.start({ item: 'Metropolis', user: 'Ada' });
  sim.control.seek(sessionKey, 9_000_000);
  sim.control.advance(20_000);
  const [newest] = (await read('sort=viewedAt:desc&limit=1')).rows;
  expect(newest).toMatchObject({ historyKey: '/status/sessions/history/3031', accountID: 1 });
});

test('the same seed has the same past', async () => {
  const same = await startSim({ manualClock: true, startAtMs: atMs, seed: 5, past: { plays: 3000, days: 700 } });
  const text = async (one: Sim): Promise<string> =>
    (await ask(one, '/status/sessions/history/all?viewedAt%3C=1789000000')).text;
  expect(await text(same)).toBe(await text(sim));
  await same.close();
});
