// Deleting plays and bringing them back, as facts that others are told of too.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Event } from '../../src-contract/event.ts';
import type { Clock } from '../lib/clock.ts';
import { byIds, setRemoved } from './change-plays.ts';
import { playColumns, toPlay } from './play-row.ts';

type Options = {
  /** One turn among those who read and write. */
  ask: <Answer>(question: (writer: DuckDBConnection) => Promise<Answer>) => Promise<Answer>;
  /** Resolves when the events are stored. */
  record: (events: Event[]) => Promise<void>;
  site: string;
  clock: Clock;
  newId: (atMs: number) => string;
};

const siteRow = z.looseObject({ site: z.string() });

const inTransaction = async <Answer>(connection: DuckDBConnection, task: () => Promise<Answer>): Promise<Answer> => {
  await connection.run('BEGIN');
  try {
    const answer = await task();
    await connection.run('COMMIT');
    return answer;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
    throw error;
  }
};

export const createRemoving = ({ ask, record, site: own, clock, newId }: Options) => {
  const change = async (playIds: readonly string[], removed: boolean): Promise<number> => {
    const atMs = clock.nowMs();
    const found = await ask(async (writer) => {
      const { sql, values, types } = byIds([...new Set(playIds)]);
      const read = await writer.runAndReadAll(
        `SELECT site, ${playColumns} FROM play WHERE ${sql} AND removed_at_ms IS ${removed ? 'NULL' : 'NOT NULL'}`,
        values,
        types,
      );
      const plays = read.getRowObjectsJS().map((row) => ({ site: siteRow.parse(row).site, play: toPlay(row) }));
      // What another Marquee saw is its own to tell of.
      const foreign = plays.filter(({ site }) => site !== own).map(({ play }) => play.id);
      await inTransaction(writer, () => setRemoved(writer, foreign, removed ? atMs : null));
      return plays;
    });
    const events = found
      .filter(({ site }) => site === own)
      .map(({ site, play }): Event => {
        const base = { id: newId(atMs), serverId: play.serverId, atMs, site, play };
        return removed ? { ...base, kind: 'play-removed' } : { ...base, kind: 'play-recorded', evidence: null };
      });
    if (events.length > 0) await record(events);
    return found.length;
  };
  return {
    remove: (playIds: readonly string[]) => change(playIds, true),
    restore: (playIds: readonly string[]) => change(playIds, false),
  };
};
