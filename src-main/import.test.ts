// Filling in from a simulated server's own history, and running beside a Tautulli, in the whole app.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startSim } from '../src-sim/start-sim.ts';
import { startTautulli, toTautulliRow } from '../src-sim/start-tautulli.ts';
import { startApp } from './test-app.ts';

let dir = '';
const closes: (() => Promise<void>)[] = [];
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});

const patience = { timeout: 45_000, interval: 50 };
const start = async (environment: Record<string, string>) => {
  const marquee = await startApp(dir, environment);
  closes.push(marquee.close);
  return marquee;
};

test('the past of a server is taken when it is asked for, once, and never beside what was seen; what is missed later comes by itself', async () => {
  const plex = await startSim({ scenario: 'quiet', past: { plays: 700 } });
  closes.push(() => plex.close());
  const { client, app, plays } = await start({
    PLEX_URL: plex.uri,
    PLEX_TOKEN: plex.token,
    PLEX_SYNC_INTERVAL: '10s',
  });
  await vi.waitFor(() => expect(app.snapshot().servers[0]?.status).toMatchObject({ kind: 'live' }), patience);
  const serverId = plex.machineIdentifier;
  expect(await client.backfill.progress()).toMatchObject([{ serverId, past: 'never', added: 0 }]);

  // One that we see ourselves, and that Plex writes into its history when it ends.
  const { sessionKey } = plex.control.start({ user: 'Celia' });
  await vi.waitFor(() => expect(app.snapshot().sessions).toHaveLength(1), patience);
  plex.control.seek(sessionKey, (app.snapshot().sessions[0]?.item.durationMs ?? 0) * 0.95);
  plex.control.stop(sessionKey);
  await vi.waitFor(async () => expect(await plays()).toHaveLength(1), patience);

  const wholePast = async () => {
    await client.backfill.start({ serverId });
    return vi.waitFor(async () => {
      const [view] = await client.backfill.progress();
      expect(view).toMatchObject({ past: 'done', running: false, failure: null });
      return view?.added ?? 0;
    }, patience);
  };
  const added = await wholePast();
  const found = await client.history.plays({ includeShort: true, origin: ['plex-history'], start: 0, length: 1000 });
  expect(added).toBe(found.total);
  // All but the one that we saw; Plex repeats a line now and then.
  const lines = await fetch(`${plex.uri}/status/sessions/history/all?X-Plex-Container-Size=9999`, {
    headers: { 'X-Plex-Token': plex.token, accept: 'application/json' },
  });
  const line = z.object({
    accountID: z.number(),
    ratingKey: z.string().optional(),
    viewedAt: z.number(),
    title: z.string(),
  });
  const { MediaContainer: all } = z
    .object({ MediaContainer: z.object({ Metadata: z.array(line) }) })
    .parse(await lines.json());
  const viewings = new Set(
    all.Metadata.map((one) => JSON.stringify([one.accountID, one.ratingKey ?? one.title, one.viewedAt])),
  );
  expect(added + 1).toBe(viewings.size);
  expect(found.items[0]).toMatchObject({ startedAtMs: null, watchedMs: null, stream: null, origin: 'plex-history' });
  expect(await wholePast()).toBe(added);
  const seen = await client.history.plays({ includeShort: true, origin: ['live'], start: 0, length: 10 });
  expect(seen.total).toBe(1);
  await expect(client.backfill.start({ serverId: 'nobody' })).rejects.toMatchObject({ code: 'UNKNOWN_SERVER' });

  // Four minutes ago, and nobody told us.
  plex.control.addPast({ plays: 1, days: 0.003 });
  await vi.waitFor(async () => expect((await client.backfill.progress())[0]?.added).toBe(added + 1), patience);
});

test('beside a Tautulli its new rows come by themselves, and its key is told to nobody', async () => {
  const rows = [toTautulliRow(1)];
  const { url, close } = await startTautulli('server-1', rows);
  closes.push(async () => close());
  const { client, get, terminal } = await start({ ENABLE_PLEX_SYNC: 'false', TAUTULLI_SYNC_INTERVAL: '10s' });
  expect(await client.tautulli.get()).toMatchObject({ url: null, hasKey: false, fixed: false });
  expect(await client.tautulli.test({ url, key: 'wrong-key' })).toMatchObject({
    kind: 'failed',
    why: expect.stringContaining('does not know this API key'),
  });
  expect(await client.tautulli.test({ url, key: 'right-key' })).toEqual({
    kind: 'answered',
    version: 'v2.17.2',
    serverId: 'server-1',
    serverName: 'Attic',
    known: false,
    plays: 1,
  });
  await client.tautulli.update({ url, key: 'right-key' });
  await vi.waitFor(
    async () => expect(await client.tautulli.get()).toMatchObject({ added: 1, lastRun: { ok: true } }),
    patience,
  );
  rows.push(toTautulliRow(2));
  await vi.waitFor(async () => expect(await client.tautulli.get()).toMatchObject({ added: 2, matched: 0 }), patience);
  const { items } = await client.history.plays({ start: 0, length: 10 });
  expect(items).toMatchObject([
    { stream: { video: { source: { codec: 'hevc' }, delivered: { codec: 'h264' } } }, user: { name: 'Aunt Ada' } },
    { stream: { decision: 'transcode', video: null }, watchedMs: 3_000_000, percent: 93, watched: true },
  ]);
  // A new address is not given the key that was kept for another.
  expect(await client.tautulli.update({ url: 'http://127.0.0.1:9' })).toMatchObject({ hasKey: false });
  const everything = `${terminal()}${await (await get('/api/v1/tautulli')).text()}${await (await get('/api/v1/imports')).text()}`;
  expect(everything).not.toContain('right-key');
});
