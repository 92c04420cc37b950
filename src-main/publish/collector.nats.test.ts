// One place shows many sites: what other Marquees recorded is collected through a real broker, each viewing once.
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { expect, test, vi } from 'vitest';
import { makeTautulli } from '../history/testing/make-tautulli.ts';
import { makeDataDir } from '../history/testing/temp-history.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import { parseNatsAddress } from '../lib/nats-address.ts';
import { openCollector } from './collector.ts';
import { createNatsCluster } from './testing/nats-cluster.ts';
import { openSite, type Site } from './testing/site.ts';
import { waitUntil } from './testing/start-publisher.ts';
import { closeAfterEach, closeAfterwards, useServer } from './testing/use-servers.ts';

closeAfterEach();

const useSite = async (options: Parameters<typeof openSite>[0]): Promise<Site> => {
  const site = await openSite(options);
  closeAfterwards(site.close);
  return site;
};
/** Waits until the collector holds these, and nothing else. */
const expectHeld = (collector: Site, ids: string[], timeout = 18_000): Promise<void> =>
  vi.waitFor(async () => expect((await collector.plays()).toSorted()).toEqual(ids.toSorted()), {
    timeout,
    interval: 50,
  });

test('two sites beside one server, and the collector beside it, too: each viewing is held once', async () => {
  const server = await useServer();
  await server.start();
  const urls = [server.url];
  const [attic, cellar] = [await useSite({ site: 'attic', urls }), await useSite({ site: 'cellar', urls })];
  const change = { serverId: 'shared' };
  attic.watch('a1', 0, change);
  cellar.watch('c1', 0.1, change);
  attic.watch('a2', 100);
  const collector = await useSite({ site: 'collector', urls, collects: true });
  await waitUntil(async () => (await collector.plays()).length === 2);
  // Which of the two was published first is chance.
  expect(await collector.plays()).toContain('a2');
  collector.watch('own', 0.05, change);
  await expectHeld(collector, ['a2', 'own']);
  cellar.watch('c3', 200, change);
  collector.watch('own3', 200.1, change);
  attic.watch('a3', 200.2, change);
  attic.watch('last', 300);
  await expectHeld(collector, ['a2', 'last', 'own', 'own3']);
  // They keep what they saw themselves, and only that.
  expect((await attic.plays()).toSorted()).toEqual(['a1', 'a2', 'a3', 'last']);
});

test('what was told while the collector was away, also by a history that begins anew, comes when it is back', async () => {
  const server = await useServer();
  await server.start();
  const urls = [server.url];
  const place = makeDataDir();
  closeAfterwards(() => Promise.resolve(place.remove()));
  const attic = await useSite({ site: 'attic', urls });
  const first = await openSite({ site: 'collector', urls, collects: true, dataDir: place.dataDir });
  attic.watch('a1', 0);
  await expectHeld(first, ['a1']);
  await first.close();
  attic.watch('a2', 100);
  const second = await useSite({ site: 'collector', urls, collects: true, dataDir: place.dataDir });
  await expectHeld(second, ['a1', 'a2']);
});

test('a history that cannot be written: it is said, and every play comes once it can', async () => {
  const server = await useServer();
  await server.start();
  const attic = await useSite({ site: 'attic', urls: [server.url] });
  for (let number = 0; number < 30; number += 1) attic.watch(`a${number}`, number * 20);
  await attic.history.flush();
  const address = parseNatsAddress(server.url);
  if (!address) throw new Error('No address');
  const told: (string | null)[] = [];
  const kept = new Set<string>();
  let isFull = true;
  const collector = openCollector({
    access: { address, credsFile: null, patienceMs: 2000 },
    prefix: 'marquee',
    site: 'collector',
    collect: (plays) => {
      if (isFull) return Promise.reject(new Error('The disk is full'));
      for (const { play } of plays) kept.add(play.id);
      return Promise.resolve();
    },
    onHealth: ({ text }) => void told.push(text),
    clock: systemClock,
    log: silentLog,
    waits: { leastMs: 10, mostMs: 50 },
  });
  closeAfterwards(collector.close);
  await waitUntil(() => told.some((text) => text?.includes('history cannot be written')));
  isFull = false;
  await waitUntil(() => kept.size === 30);
  await waitUntil(() => told.at(-1) === null);
  expect(kept).toContain('a29');
});

test('what a site imports, and what it takes back, is told like what it saw', async () => {
  const server = await useServer();
  await server.start();
  const urls = [server.url];
  const attic = await useSite({ site: 'attic', urls });
  const collector = await useSite({ site: 'collector', urls, collects: true });
  attic.watch('a1', 0);
  await expectHeld(collector, ['a1']);
  const place = makeDataDir();
  closeAfterwards(() => Promise.resolve(place.remove()));
  const path = join(place.dataDir, 'tautulli.db');
  const started = 1_600_000_000;
  const rows = Array.from({ length: 30 }, (_, n) => ({
    id: n + 1,
    started: started + n * 9000,
    stopped: started + n * 9000 + 3600,
  }));
  makeTautulli(path, rows).close();
  const begun = await attic.history.imports.start({ source: { kind: 'file', path } });
  if (begun.kind !== 'run') throw new Error(begun.kind);
  await attic.history.imports.ended(begun.run.importId);
  // What is seen afterwards has the numbers after them.
  attic.watch('a2', 100);
  const all = await attic.plays();
  expect(all.length).toBeGreaterThanOrEqual(31);
  await expectHeld(collector, [...new Set([...all, 'a2'])].toSorted());
  const line = await attic.history.play(all.find((id) => !id.startsWith('a')) ?? '');
  expect(await collector.history.play(line?.id ?? '')).toMatchObject({
    item: line?.item,
    stream: line?.stream,
    watchedMs: 3_600_000,
  });
  await attic.history.imports.undo(begun.run.importId);
  await expectHeld(collector, ['a1', 'a2']);
});

test('a message that is none of a Marquee stops nothing', async () => {
  const server = await useServer();
  await server.start();
  const urls = [server.url];
  const attic = await useSite({ site: 'attic', urls });
  const collector = await useSite({ site: 'collector', urls, collects: true });
  attic.watch('a1', 0);
  await expectHeld(collector, ['a1']);
  const stranger = await server.connect();
  closeAfterwards(() => stranger.close());
  for (const text of [
    '',
    'nonsense',
    '{}',
    '{"specversion":"1.0","marqueesite":"x","data":{"kind":"play-recorded"}}',
  ]) {
    stranger.publish('marquee.x.play.recorded', text);
  }
  await stranger.flush();
  attic.watch('a2', 100);
  await expectHeld(collector, ['a1', 'a2']);
  expect(collector.collecting()?.ok ?? true).toBe(true);
});

test(
  'three sites, three brokers in a cluster, one of them killed: nothing is missing and nothing twice',
  { timeout: 240_000 },
  async () => {
    const cluster = await createNatsCluster();
    closeAfterwards(cluster.remove);
    await cluster.start();
    const { urls, servers } = cluster;
    const names = ['attic', 'cellar', 'garage'];
    const sites: Site[] = [];
    for (const site of names) sites.push(await useSite({ site, urls }));
    const collector = await useSite({ site: 'collector', urls, collects: true });
    const rounds = 24;
    const each = 10;
    const ids: string[] = [];
    const watchRound = async (round: number) => {
      for (const [index, site] of sites.entries()) {
        for (let number = 0; number < each; number += 1) {
          const id = `${names[index]}-${round}-${number}`;
          site.watch(id, (round * each + number) * 20);
          ids.push(id);
        }
        await site.history.flush();
      }
    };
    for (let round = 0; round < rounds / 2; round += 1) await watchRound(round);
    await waitUntil(async () => (await collector.plays()).length > each);

    const connection = await servers[0]?.connect();
    if (!connection) throw new Error('No server');
    const { config, cluster: placed } = await (await jetstreamManager(connection)).streams.info('MARQUEE');
    await connection.close();
    expect(config.num_replicas).toBe(3);
    // The one that leads the stream is the worst to lose.
    const leader = Number(placed?.leader?.slice(1));
    await Promise.all([servers[leader]?.kill(), watchRound(rounds / 2)]);
    for (let round = rounds / 2 + 1; round < rounds; round += 1) await watchRound(round);
    await expectHeld(collector, ids, 200_000);
  },
);
