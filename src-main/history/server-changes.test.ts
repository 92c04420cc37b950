// What becomes of a server's history when it is removed, or joined to the one that it was before.
import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Event } from '../../src-contract/event.ts';
import { readTexts } from './answers.ts';
import type { History } from './history.ts';
import { minuteMs, started, toSession, viewing } from './testing/facts.ts';
import { makeDataDir, openTestHistory } from './testing/temp-history.ts';

let place: ReturnType<typeof makeDataDir>;
let history: History;
let stored: Event[] = [];
beforeEach(async () => {
  place = makeDataDir();
  stored = [];
  history = await openTestHistory(place.dataDir);
  history.onStored((events) => void stored.push(...events));
});
afterEach(async () => {
  await history.close();
  place.remove();
});

const watch = async (serverId: string, id: string, over: Parameters<typeof toSession>[0] = {}): Promise<void> => {
  history.record(viewing(toSession({ serverId, id, ...over }), 5 * minuteMs, minuteMs));
  await history.flush();
};
const remember = (id: string, name: string): void => {
  const info = { id, name, version: '1', platform: null, plexPass: null, canTerminate: null, ownerName: null };
  history.rememberServer(info, 'http://127.0.0.1:32400');
};
const gap = (serverId: string): Event[] => [
  { id: `${serverId}-gap`, serverId, atMs: 1000, kind: 'gap-opened', why: 'server-down' },
  { id: `${serverId}-gap-end`, serverId, atMs: 2000, kind: 'gap-closed', fromMs: 1000 },
];
/** Every table that speaks of a server, and how often; `event` apart. */
const mentions = async (serverId: string): Promise<Record<string, number>> => {
  await history.close();
  const database = await DuckDBInstance.create(join(place.dataDir, 'marquee.duckdb'));
  const connection = await database.connect();
  const ask = (sql: string) => readTexts(connection, sql);
  const tables = await ask(
    `SELECT table_name FROM duckdb_columns() WHERE column_name = 'server_id' AND table_name <> 'event'`,
  );
  const counts: Record<string, number> = {};
  for (const table of [...tables, 'server']) {
    const column = table === 'server' ? 'id' : 'server_id';
    const found = await ask(`SELECT ${column} FROM "${table}" WHERE ${column} = '${serverId}'`);
    if (found.length > 0) counts[table] = found.length;
  }
  connection.closeSync();
  database.closeSync();
  history = await openTestHistory(place.dataDir);
  return counts;
};
const playsOf = async (server?: string) =>
  (
    await history.plays({
      ...(server !== undefined && { server: [server] }),
      includeShort: true,
      start: 0,
      length: 100,
    })
  ).items;

test('a removed server leaves nothing behind but the facts that say so, and other servers lose nothing', async () => {
  remember('cellar', 'Cellar');
  history.record([...gap('cellar'), ...gap('attic')]);
  for (const id of ['one', 'two']) await watch('cellar', id);
  await watch('attic', 'three');
  // Nobody will see the end of this one any more.
  history.record([started(toSession({ serverId: 'cellar', id: 'open' }))]);
  await history.flush();
  expect(await history.removeServer('cellar')).toBe(3);
  const removed = stored.flatMap((event) => (event.kind === 'play-removed' ? [event.play.id] : []));
  expect(removed.toSorted()).toEqual(['one', 'open', 'two']);
  expect((await playsOf()).map(({ id }) => id)).toEqual(['three']);
  expect(await history.openSessions('cellar')).toEqual([]);
  expect(await history.formerServers()).toMatchObject([{ id: 'attic', plays: 1 }]);
  expect(await mentions('cellar')).toEqual({});
  expect(await mentions('attic')).toMatchObject({ play: 1, gap: 1 });
});

test('what somebody has not been told yet is still told after a removal, in order and with its end', async () => {
  await watch('cellar', 'before');
  const cursor = await history.outbox.begin('nats');
  await watch('cellar', 'one');
  await history.removeServer('cellar');
  await watch('attic', 'after');
  const facts = await history.outbox.after(cursor.seq, 100);
  expect(facts.map(({ kind, serverId }) => `${serverId} ${kind}`)).toEqual([
    'cellar session-started',
    'cellar session-stopped',
    'cellar play-recorded',
    'cellar play-removed',
    'cellar play-removed',
    'attic session-started',
    'attic session-stopped',
    'attic play-recorded',
  ]);
});

test('a joined server has the plays, the gaps and the people of both, and others are told of each play', async () => {
  remember('old', 'Attic');
  remember('new', 'Attic');
  history.record(gap('old'));
  await watch('old', 'one', { user: { id: 'old:3', name: 'carol', thumb: null } });
  await watch('old', 'two');
  await watch('old', 'deleted');
  await history.remove(['deleted']);
  await watch('new', 'three', { user: { id: 'new:3', name: 'carol', thumb: null } });
  expect(await history.joinServer('old', 'new')).toBe(2);
  expect((await playsOf('new')).map(({ id }) => id).toSorted()).toEqual(['one', 'three', 'two']);
  expect(await playsOf('old')).toEqual([]);
  expect((await history.plays({ user: ['new:3'], includeShort: true, start: 0, length: 10 })).total).toBe(2);
  const changed = stored.flatMap((event) => (event.kind === 'play-changed' ? [event] : []));
  expect(changed.map(({ serverId, play }) => `${serverId} ${play.serverId} ${play.id}`).toSorted()).toEqual([
    'new new one',
    'new new two',
  ]);
  expect(changed.find(({ play }) => play.id === 'one')?.play.user.id).toBe('new:3');
  expect(await history.formerServers()).toMatchObject([{ id: 'new', name: 'Attic', plays: 3 }]);
  expect(await mentions('old')).toEqual({});
  expect(await mentions('new')).toMatchObject({ play: 4, gap: 1, server: 1 });
});

test('a thousand plays and more are removed in parts, and none is told twice', async () => {
  const many = Array.from({ length: 2300 }, (_, n) =>
    viewing(toSession({ serverId: 'cellar', id: `play-${n}` }), n * minuteMs, minuteMs),
  ).flat();
  history.record(many);
  await history.flush();
  expect(await history.removeServer('cellar')).toBe(2300);
  const removed = stored.flatMap((event) => (event.kind === 'play-removed' ? [event.play.id] : []));
  expect([removed.length, new Set(removed).size]).toEqual([2300, 2300]);
  expect(await playsOf()).toEqual([]);
});
