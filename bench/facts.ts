// Facts stored per second, without a break: the history room alone, beside DuckDB's own appender given the same rows.
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Event } from '../src-contract/event.ts';
import { appendRows } from '../src-main/history/append-rows.ts';
import { openHistory } from '../src-main/history/open-history.ts';
import { sessionIdOf } from '../src-main/history/session-event.ts';
import {
  minuteMs,
  started,
  stopped,
  streamChanged,
  told,
  toSession,
  toStream,
} from '../src-main/history/testing/facts.ts';
import { systemClock } from '../src-main/lib/clock.ts';
import { silentLog } from '../src-main/lib/log.ts';
import { newId } from '../src-main/lib/new-id.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { formatRatio, machineMs, round, whole } from './numbers.ts';
import type { Stage } from './stage.ts';

const viewingsAtOnce = 1500;
const users = 50;
const items = 4000;
const leastPerSecond = 20_000;

/** Somebody watches for half an hour, with a pause and a transcode: six facts, of which history makes a seventh. */
const view = (number: number): Event[] => {
  const nowMs = Date.now();
  const startedAtMs = nowMs - 30 * minuteMs;
  const guid = `plex://movie/${number % items}`;
  const session = toSession({
    id: newId(nowMs),
    startedAtMs,
    user: { id: String(number % users), name: `Person ${number % users}`, thumb: null },
    item: { guid, ratingKey: String(number % items), title: `Film ${number % items}` },
  });
  const at = (minute: number) => startedAtMs + minute * minuteMs;
  const facts: Event[] = [
    started(session),
    streamChanged(session, at(1), { stream: toStream('transcode') }),
    told('session-paused', session, at(10), 10 * minuteMs),
    told('session-resumed', session, at(12), 10 * minuteMs),
    told('session-watched', session, at(25), 23 * minuteMs),
    stopped(session, at(30), 28 * minuteMs),
  ];
  return facts.map((fact) => ({ ...fact, id: newId(nowMs) }));
};

const storeFor = async (stage: Stage, forMs: number) => {
  const dataDir = await stage.makeDir();
  const history = await openHistory({ dataDir, site: 'bench', log: silentLog, clock: systemClock, newId });
  stage.onClose('the history', history.close);
  const stored: Event[] = [];
  let count = 0;
  history.onStored((events) => {
    count += events.length;
    if (stored.length < 40_000) stored.push(...events);
  });
  let tookMs = 0;
  let number = 0;
  const endAtMs = machineMs() + 5 * forMs;
  while (tookMs < forMs && machineMs() < endAtMs) {
    // Making them is not the history's work, so the clock stands still meanwhile.
    const facts = Array.from({ length: viewingsAtOnce }, () => view((number += 1))).flat();
    const beganAtMs = machineMs();
    history.record(facts);
    await history.flush();
    tookMs += machineMs() - beganAtMs;
  }
  return { perSecond: (count / tookMs) * 1000, count, stored };
};

/** The same events into the same table, their JSON made beforehand: as fast as DuckDB takes rows on this machine. */
const appendBare = async (stage: Stage, events: readonly Event[]): Promise<number> => {
  const path = join(await stage.makeDir(), 'bare.duckdb');
  const instance = await DuckDBInstance.create(path, { threads: '2', storage_compatibility_version: 'latest' });
  stage.onClose('the bare database', () => instance.closeSync());
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE event (seq BIGINT, id VARCHAR, server_id VARCHAR, kind VARCHAR, at_ms BIGINT, session_id VARCHAR, body JSON USING COMPRESSION zstd)',
  );
  const rows = events.map((event, seq) => [
    seq,
    event.id,
    event.serverId,
    event.kind,
    event.atMs,
    sessionIdOf(event),
    JSON.stringify(event),
  ]);
  const beganAtMs = machineMs();
  for (let at = 0; at < rows.length; at += 2000) {
    await connection.run('BEGIN');
    await appendRows(connection, 'event', rows.slice(at, at + 2000), (row) => row);
    await connection.run('COMMIT');
  }
  return (rows.length / (machineMs() - beganAtMs)) * 1000;
};

const run = async (stage: Stage): Promise<Row[]> => {
  const { perSecond, count, stored } = await storeFor(stage, stage.options.quick ? 2000 : 10_000);
  const barePerSecond = await appendBare(stage, stored);
  return [
    toRow({
      what: 'facts stored, sustained, plays folded',
      measured: `${whole(perSecond)} /s (${whole(count)} facts)`,
      values: { perSecond: round(perSecond, 0), barePerSecond: round(barePerSecond, 0), facts: count },
      budget: { says: `≥ ${whole(leastPerSecond)} /s`, value: perSecond, least: leastPerSecond },
      ratio: formatRatio(perSecond, barePerSecond, 'a bare appender'),
    }),
  ];
};

export const facts: Measurement = { name: 'facts', limitMs: 90_000, run };
