// What leaves the history as a file: begun when somebody asks, written while he takes it, given up when he goes.
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ExportFormat, ExportQuery } from '../../../src-contract/export.ts';
import type { Clock } from '../../lib/clock.ts';
import { playView } from '../data-views.ts';
import { toStamp } from '../files.ts';
import { writeArchive } from './archive.ts';
import { readLines, type Reading } from './pages.ts';
import { writeParquet } from './parquet.ts';
import { toCsvHead, toCsvLine, toJsonLine, toXlsxHead, toXlsxRow } from './render.ts';
import { writeWorkbook } from './xlsx.ts';

export type Download = { fileName: string; contentType: string; bytes: Readable };

export type Exports = {
  plays: (query: ExportQuery) => Download;
  /** All that is kept, as Parquet by month, in a zip. */
  archive: () => Download;
};

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
};

type Options = Reading & { dataDir: string; clock: Pick<Clock, 'nowMs'> };

export const openExports = async ({ connection, inTurn, dataDir, clock }: Options): Promise<Exports> => {
  const dir = join(dataDir, 'exports');
  // What a Marquee left that was killed.
  await rm(dir, { recursive: true, force: true });
  const reading = { connection, inTurn };

  const toCsv = async function* (query: ExportQuery): AsyncGenerator<string> {
    yield `${query.bom ? '\uFEFF' : ''}${toCsvHead(playView)}\r\n`;
    for await (const { lines } of readLines(reading, query, toCsvLine(playView, query.guard), '\r\n'))
      yield `${lines}\r\n`;
  };
  const toJson = async function* (query: ExportQuery): AsyncGenerator<string> {
    let before = '[\n';
    for await (const { lines } of readLines(reading, query, toJsonLine(playView), ',\n')) {
      yield before + lines;
      before = ',\n';
    }
    yield before === '[\n' ? '[]\n' : '\n]\n';
  };
  const toBytes = (query: ExportQuery): Readable => {
    switch (query.format) {
      case 'csv':
        return Readable.from(toCsv(query), { objectMode: false });
      case 'json':
        return Readable.from(toJson(query), { objectMode: false });
      case 'parquet':
        return Readable.from(writeParquet(reading, query, dir), { objectMode: false });
      case 'xlsx': {
        const pages = readLines(reading, query, toXlsxRow(playView), '');
        return writeWorkbook({ name: 'Plays', headRow: toXlsxHead(playView), pages });
      }
    }
  };
  const named = (what: string, end: string) => `marquee-${what}-${toStamp(clock.nowMs())}.${end}`;
  return {
    plays: (query) => ({
      fileName: named('plays', query.format),
      contentType: types[query.format],
      bytes: toBytes(query),
    }),
    archive: () => ({
      fileName: named('archive', 'zip'),
      contentType: 'application/zip',
      bytes: writeArchive(reading, dir),
    }),
  };
};
