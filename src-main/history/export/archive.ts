// The whole history as a zip of Parquet files, a folder for each month: `plays/year=2026/month=11/plays.parquet`. Every
// engine that reads Parquet knows such folders.
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ZipFile } from 'yazl';
import { toError } from '../../lib/to-error.ts';
import { readRows } from '../answers.ts';
import { dataViews, selectView, type DataView } from '../data-views.ts';
import type { Reading } from './pages.ts';
import { makeRoom, quote, toParquetOptions } from './parquet.ts';
import { toReadable } from './zip.ts';

const readMe = `This is the history of a Marquee, as Parquet: one folder for each table, plays, events and samples by the
UTC month in which they ended or happened. Moments are UTC. What the columns mean: docs/data.md of Marquee. Examples:

DuckDB   SELECT user_name, count(*) FROM read_parquet('plays/*/*/*.parquet', hive_partitioning = true) GROUP BY 1;
pandas   pandas.read_parquet('plays')
Polars   polars.scan_parquet('plays/**/*.parquet', hive_partitioning=True)
`;

const number = z.union([z.bigint(), z.number()]).transform(Number);
const monthRow = z.object({ year: number, month: number });

type Part = { path: string; view: DataView; which: string };

const planParts = async ({ connection, inTurn }: Reading, view: DataView): Promise<Part[]> => {
  if (view.byMs === null) return [{ path: `${view.name}/${view.name}.parquet`, view, which: 'true' }];
  const moment = view.byMs;
  const months = await inTurn(() =>
    readRows(
      connection(),
      monthRow,
      `SELECT DISTINCT year(day) AS year, month(day) AS month
       FROM (SELECT DISTINCT CAST(epoch_ms(${moment}) AS DATE) AS day FROM ${view.table}) ORDER BY 1, 2`,
    ),
  );
  return months.map(({ year, month }) => ({
    path: `${view.name}/year=${year}/month=${month}/${view.name}.parquet`,
    view,
    which: `${moment} >= ${Date.UTC(year, month - 1)} AND ${moment} < ${Date.UTC(year, month)} ORDER BY ${moment}`,
  }));
};

/** One month after the other: there is never more than one of them on the disk, and each takes one turn. */
export const writeArchive = (reading: Reading, dir: string): Readable => {
  const zip = new ZipFile();
  let gone = false;
  let room = '';
  const writeAll = async (): Promise<void> => {
    room = await makeRoom(dir);
    zip.addBuffer(Buffer.from(readMe), 'README.txt', { mtime });
    for (const view of dataViews) {
      for (const { path, which } of await planParts(reading, view)) {
        if (gone) return;
        const file = join(room, 'part.parquet');
        await reading.inTurn(() =>
          reading.connection().run(`COPY (${selectView(view, which)}) TO ${quote(file)} ${toParquetOptions()}`),
        );
        // It is compressed already.
        const bytes = createReadStream(file);
        zip.addReadStream(bytes, path, { mtime, compress: false });
        await new Promise<void>((resolve, reject) => {
          bytes.once('close', resolve).once('error', reject);
          zip.outputStream.once('close', () => bytes.destroy());
        });
        await rm(file, { force: true });
      }
    }
    zip.end();
  };
  const output = toReadable(zip, () => {
    gone = true;
  });
  output.setMaxListeners(0);
  void writeAll()
    .catch((error: unknown) => void output.destroy(toError(error)))
    .then(() => rm(room, { recursive: true, force: true }));
  return output;
};

/** No entry says when it was made. */
const mtime = new Date(Date.UTC(2000, 0, 1));
