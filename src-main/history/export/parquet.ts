// Plays and other tables as Parquet: written by the database into files that are thrown away once they are read.
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { playView, selectView } from '../data-views.ts';
import type { Filter } from '../play-condition.ts';
import { readPages, type Reading } from './pages.ts';

/** Written in one turn; what stands in memory meanwhile. */
const ROWS = 20_000;

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A folder of its own for the time of a download. */
export const makeRoom = async (dir: string): Promise<string> => {
  await mkdir(dir, { recursive: true });
  return mkdtemp(join(dir, 'download-'));
};

export const toParquetOptions = (rows = 100_000): string =>
  `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rows})`;

/** Puts files of the same columns together, beside the history: with its own little memory, in nobody's turn. */
const joinParts = async (parts: string, to: string): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '96MB', threads: '1' });
  try {
    const connection = await instance.connect();
    await connection.run('SET preserve_insertion_order = true');
    await connection.run(
      `COPY (SELECT * FROM read_parquet(${quote(parts)})) TO ${quote(to)} ${toParquetOptions(20_000)}`,
    );
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
};

/** The bytes of one file; the parts that it is put together from lie in `dir` until then. */
export const writeParquet = async function* (reading: Reading, filter: Filter, dir: string): AsyncGenerator<Buffer> {
  const room = await makeRoom(dir);
  try {
    let part = 0;
    const write = (which: string, condition: { values: object; types: object }) => {
      part += 1;
      const file = join(room, `part-${String(part).padStart(6, '0')}.parquet`);
      return reading.inTurn(() =>
        reading.connection().run(
          `COPY (${selectView(playView, which)}) TO ${quote(file)} ${toParquetOptions()}`,
          {
            ...condition.values,
          },
          { ...condition.types },
        ),
      );
    };
    for await (const { which, condition } of readPages(reading, filter, ROWS)) await write(which, condition);
    if (part === 0) await write('false', { values: {}, types: {} });
    const whole = join(room, 'plays.parquet');
    await joinParts(join(room, 'part-*.parquet'), whole);
    for await (const piece of createReadStream(whole, { highWaterMark: 256 * 1024 })) {
      if (Buffer.isBuffer(piece)) yield piece;
    }
  } finally {
    await rm(room, { recursive: true, force: true });
  }
};
