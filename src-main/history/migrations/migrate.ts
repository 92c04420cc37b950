// Brings an opened file to the newest layout: each step in its own transaction, a copy of the file before the first.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Log } from '../../lib/log.ts';
import { readNumber, readTexts } from '../answers.ts';
import { HistoryError } from '../history-error.ts';
import type { Migration } from './migrations.ts';

type Options = {
  migrations: readonly Migration[];
  nowMs: number;
  log: Log;
  /** Copies the file; called once, before the first step, and only when there is something to lose. */
  copyFirst: (from: number) => Promise<void>;
};

/** To change every play of ten million in one step takes more than reading them ever does. */
const MIGRATION_MEMORY = '4GB';

/** 0 for a new file. */
const migrationNumber = async (connection: DuckDBConnection): Promise<number> => {
  const tables = await readNumber(
    connection,
    `SELECT count(*) FROM duckdb_tables() WHERE table_name = 'migration' AND database_name = current_database()`,
  );
  if (tables === 0) return 0;
  return (await readNumber(connection, 'SELECT max(number) FROM migration')) ?? 0;
};

export const migrate = async (connection: DuckDBConnection, options: Options): Promise<void> => {
  const { migrations, copyFirst } = options;
  const from = await migrationNumber(connection);
  const newest = migrations.at(-1)?.number ?? 0;
  if (from > newest) {
    throw new HistoryError(
      'too-new',
      `The history was written by a newer Marquee (layout ${from}, this one knows ${newest}). Please update Marquee.`,
    );
  }
  const missing = migrations.filter((migration) => migration.number > from);
  if (missing.length === 0) return;
  if (from > 0) await copyFirst(from);
  const [limit = ''] = await readTexts(connection, `SELECT current_setting('memory_limit')`);
  await connection.run(`SET memory_limit = '${MIGRATION_MEMORY}'`);
  try {
    await takeSteps(connection, missing, options);
    if (from > 0) options.log.info('history: brought to another layout', { from, to: newest });
  } finally {
    await connection.run(`SET memory_limit = '${limit}'`);
  }
};

const takeSteps = async (
  connection: DuckDBConnection,
  missing: readonly Migration[],
  { nowMs, log }: Options,
): Promise<void> => {
  for (const migration of missing) {
    await connection.run('BEGIN');
    try {
      await connection.run('CREATE TABLE IF NOT EXISTS migration (number INTEGER, name VARCHAR, at_ms BIGINT)');
      await connection.run(migration.sql);
      await connection.run('INSERT INTO migration VALUES ($number, $name, $nowMs)', {
        number: migration.number,
        name: migration.name,
        nowMs: BigInt(nowMs),
      });
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => log.debug('the failed migration had rolled back by itself'));
      throw error;
    }
    log.debug(`history: layout ${migration.number} (${migration.name})`);
  }
};
