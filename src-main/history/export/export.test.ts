// Plays leave as files that other programs read: whole, in order, unharmed, and without holding anybody up.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, inflateRawSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';
import { z } from 'zod';
import { exportQuerySchema } from '../../../src-contract/export.ts';
import type { Play } from '../../../src-contract/play.ts';
import { createTurns } from '../../lib/turns.ts';
import { addPlays } from '../change-plays.ts';
import { addRandomPlays, openChartHistory, toPlay } from '../testing/chart-history.ts';
import { openExports, type Exports } from './open-exports.ts';
import { writeWorkbook } from './xlsx.ts';

const dayMs = 86_400_000;
const fromMs = Date.UTC(2024, 10, 28);
const nasty = [
  '=HYPERLINK("http://x")',
  '+1',
  '-2',
  '@SUM(A1)',
  '\tx',
  'a "b", c',
  'line\r\nbreak',
  '<&>\u0001é🎬',
  '',
];

const evidence = { source: null, delivered: null };
const why: Play['reasons'] = [
  { code: 'relay-limit', confidence: 'certain', evidence, text: 'The relay lets only 2 Mbps through.', remedy: null },
  { code: 'video-codec', confidence: 'likely', evidence, text: 'Plex Web probably cannot play HEVC.', remedy: null },
];

let dataDir: string;
let history: Awaited<ReturnType<typeof openChartHistory>>;
let exports: Exports;
let plays: Play[];
let turns = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'marquee-export-'));
  history = await openChartHistory();
  const random = await addRandomPlays(history.connection, 6_000, { seed: 7, fromMs, toMs: fromMs + 90 * dayMs });
  const odd = nasty.map((title, index) => {
    const play = toPlay(`odd-${index}`, fromMs + 100 * dayMs + index * 1000, 600_000);
    const user = { ...play.user, id: 'odd', name: 'Odd' };
    return { ...play, short: false, item: { ...play.item, title }, user, reasons: index === 0 ? why : [] };
  });
  await addPlays(
    history.connection,
    odd.map((play) => ({ site: 'test-site', play, evidence: null })),
  );
  plays = [...random, ...odd];
  const inTurn = createTurns();
  exports = await openExports({
    connection: () => history.connection,
    inTurn: (task) => {
      turns += 1;
      return inTurn(task);
    },
    dataDir,
    clock: { nowMs: () => Date.UTC(2026, 10, 23, 12) },
  });
});
afterAll(() => {
  history.close();
  rmSync(dataDir, { recursive: true });
});

const take = (asked: object) => exports.plays(exportQuerySchema.parse({ includeShort: true, ...asked }));
const textOf = async (asked: object) => (await buffer(take(asked).bytes)).toString('utf8');

/** A reader of RFC 4180 that knows nothing of how it was written. */
const parseCsv = (text: string): string[][] => {
  const rows: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        cell += text[at];
        if (text[at] === '"') at += 1;
      }
      at += 1;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') cell += text[at++];
    cells.push(cell);
    if (text[at] === ',') at += 1;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      rows.push(cells);
      cells = [];
      at += 2;
    }
  }
  return rows;
};

const jsonSchema = z.array(z.looseObject({ id: z.string(), title: z.string(), stopped_at: z.string() }));

const ask = async (sql: string) => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
};

describe('why a play was converted', () => {
  it('leaves with its codes, its sentences and how sure they are', async () => {
    const rows = jsonSchema.parse(JSON.parse(await textOf({ format: 'json', user: 'odd' })));
    expect(rows.find(({ id }) => id === 'odd-0')).toMatchObject({
      reasons: 'relay-limit|video-codec',
      why: 'The relay lets only 2 Mbps through. Plex Web probably cannot play HEVC.',
      how_sure: 'certain|likely',
    });
    expect(rows.find(({ id }) => id === 'odd-1')).toMatchObject({ reasons: null, why: null, how_sure: null });
  });
});

describe('CSV', () => {
  it('has every play once, the newest first, over several turns', async () => {
    const before = turns;
    const [head = [], ...rows] = parseCsv(await textOf({ format: 'csv' }));
    const at = (name: string) => head.indexOf(name);
    expect(rows).toHaveLength(plays.length);
    expect(new Set(rows.map((row) => row[at('id')]))).toEqual(new Set(plays.map(({ id }) => id)));
    const ends = rows.map((row) => Date.parse(row[at('stopped_at')] ?? ''));
    expect(ends).toEqual(ends.toSorted((one, other) => other - one));
    expect(turns - before).toBeGreaterThan(4);
    const known = new Map(plays.map((play) => [play.id, play]));
    for (const row of rows.slice(0, 500)) {
      const play = known.get(row[at('id')] ?? '');
      expect(Date.parse(row[at('stopped_at')] ?? '')).toBe(play?.stoppedAtMs);
      expect(row[at('watched_ms')]).toBe(String(play?.watchedMs ?? ''));
      expect(row[at('user_name')]).toBe(play?.user.name);
    }
  });

  it('disarms what a spreadsheet would run, and on demand leaves it as it is', async () => {
    const titles = async (more: object) => {
      const [head = [], ...rows] = parseCsv(await textOf({ format: 'csv', user: 'odd', ...more }));
      return rows.map((row) => row[head.indexOf('title')]).toReversed();
    };
    expect(await titles({ guard: 'false' })).toEqual(nasty);
    expect(await titles({})).toEqual(nasty.map((title) => (/^[=+\-@\t]/.test(title) ? `'${title}` : title)));
  });

  it('begins with the mark of UTF-8 only when asked, and is a head alone when there is nothing', async () => {
    expect(await textOf({ format: 'csv', user: 'nobody', bom: 'true' })).toMatch(
      /^\uFEFFid,viewing_id,.*deleted_at\r\n$/,
    );
    expect(await textOf({ format: 'csv', user: 'nobody' })).toMatch(/^id,/);
  });
});

it('writes JSON that says the same, and an empty list for nothing', async () => {
  const all = jsonSchema.parse(JSON.parse(await textOf({ format: 'json', decision: 'copy', type: 'movie' })));
  const meant = plays.filter(
    ({ stream, item, stoppedAtMs }) =>
      stream?.decision === 'copy' && item.type === 'movie' && !item.live && stoppedAtMs,
  );
  expect(all.map(({ id }) => id).toSorted()).toEqual(meant.map(({ id }) => id).toSorted());
  const odd = jsonSchema.parse(JSON.parse(await textOf({ format: 'json', user: 'odd' })));
  expect(odd.map(({ title }) => title).toReversed()).toEqual(nasty);
  expect(JSON.parse(await textOf({ format: 'json', user: 'nobody' }))).toEqual([]);
});

it('writes Parquet with types, that another engine reads', async () => {
  const file = join(dataDir, 'plays.parquet');
  writeFileSync(file, await buffer(take({ format: 'parquet' }).bytes));
  const [sums] = await ask(
    `SELECT count(*)::INTEGER AS plays, sum(watched_ms)::DOUBLE AS watched, typeof(any_value(stopped_at)) AS moment
     FROM read_parquet('${file}')`,
  );
  const watched = plays.reduce((sum, play) => sum + (play.watchedMs ?? 0), 0);
  expect(sums).toEqual({ plays: plays.length, watched, moment: 'TIMESTAMP WITH TIME ZONE' });
  writeFileSync(file, await buffer(take({ format: 'parquet', user: 'nobody' }).bytes));
  expect(await ask(`SELECT count(*)::INTEGER AS plays FROM '${file}'`)).toEqual([{ plays: 0 }]);
  expect(readdirSync(join(dataDir, 'exports'))).toEqual([]);
});

/** Reads a zip by its list at the end, as the format has it. */
const unzip = (bytes: Buffer): Map<string, Buffer> => {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, crc] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 16)];
    const [name, extra, note] = [28, 30, 32].map((where) => bytes.readUInt16LE(at + where));
    const start = bytes.readUInt32LE(at + 42);
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(from, from + size);
    const content = method === 8 ? inflateRawSync(packed) : packed;
    expect(crc32(content)).toBe(crc);
    files.set(bytes.toString('utf8', at + 46, at + 46 + (name ?? 0)), content);
    at += 46 + (name ?? 0) + (extra ?? 0) + (note ?? 0);
  }
  return files;
};

const toText = (xml: string): string =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\r\n', '\n');

/** Every sheet that the workbook names, as rows of texts. Throws where a part is not XML. */
const sheetsOf = (bytes: Buffer): string[][][] => {
  const files = unzip(bytes);
  for (const [name, content] of files) if (!name.includes('/sheet')) create(content.toString('utf8'));
  const book = files.get('xl/workbook.xml')?.toString('utf8') ?? '';
  return [...book.matchAll(/<sheet /g)].map((_, index) => {
    const xml = files.get(`xl/worksheets/sheet${index + 1}.xml`)?.toString('utf8') ?? '';
    // oxlint-disable-next-line no-control-regex
    expect(xml).not.toMatch(/[\u0000-\u0008]/);
    return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
      [...row.matchAll(/<c(?:\/>|[ >].*?<\/c>)/gs)].map(([cell]) => toText(cell.replaceAll(/<[^>]*>/g, ''))),
    );
  });
};

describe('a workbook', () => {
  it('has every play, its moments as days of Excel, and nothing that XML forbids', async () => {
    const [sheet = []] = sheetsOf(await buffer(take({ format: 'xlsx' }).bytes));
    const [head = [], ...rows] = sheet;
    expect(rows).toHaveLength(plays.length);
    const odd = rows.filter((row) => row[head.indexOf('user_id')] === 'odd').toReversed();
    expect(odd.map((row) => row[head.indexOf('title')])).toEqual(
      nasty.map((title) => title.replace('\u0001', '').replace('\r\n', '\n')),
    );
    const days = Number(odd[0]?.[head.indexOf('stopped_at')]);
    expect(Math.round((days - 25_569) * dayMs)).toBe(plays.find(({ id }) => id === 'odd-0')?.stoppedAtMs);
  });

  it('goes on in another sheet where one is full', async () => {
    const pages = async function* () {
      for (const page of [0, 1, 2]) {
        const numbers = Array.from({ length: 4 }, (_, index) => page * 4 + index);
        yield { lines: numbers.map((one) => `<row><c><v>${one}</v></c></row>`).join(''), count: 4 };
      }
    };
    const sheets = sheetsOf(
      await buffer(
        writeWorkbook({ name: 'Plays', headRow: '<row><c><v>head</v></c></row>', pages: pages(), mostRows: 6 }),
      ),
    );
    expect(sheets.slice(0, 3).map((rows) => rows.flat())).toEqual([
      ['head', '0', '1', '2', '3', '4'],
      ['head', '5', '6', '7', '8', '9'],
      ['head', '10', '11'],
    ]);
    expect(sheets).toHaveLength(3);
  });
});

it('archives everything by month, for any engine', async () => {
  const dir = join(dataDir, 'archive');
  const files = unzip(await buffer(exports.archive().bytes));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  const rows = await ask(
    `SELECT format('{}-{:02d}', year, month) AS month, count(*)::INTEGER AS plays
     FROM read_parquet('${dir}/plays/*/*/*.parquet', hive_partitioning = true) GROUP BY ALL`,
  );
  const meant = new Map<string, number>();
  for (const { stoppedAtMs } of plays) {
    const month = new Date(stoppedAtMs).toISOString().slice(0, 7);
    meant.set(month, (meant.get(month) ?? 0) + 1);
  }
  expect(new Map(rows.map(({ month, plays: count }) => [month, count]))).toEqual(meant);
  expect(await ask(`SELECT count(*)::INTEGER AS users FROM '${dir}/users/users.parquet'`)).toEqual([{ users: 5 }]);
  expect(files.has('README.txt')).toBe(true);
});

describe('who leaves half way', () => {
  const leave = async (bytes: Readable) => {
    for await (const piece of bytes) if (piece) break;
    await new Promise((resolve) => (bytes.closed ? resolve(null) : bytes.once('close', resolve)));
  };
  it.each(['csv', 'json', 'xlsx', 'parquet'])('is written no more %s', async (format) => {
    await leave(take({ format }).bytes);
    const before = turns;
    // Whoever asks now is next: nothing of the download is waiting.
    await textOf({ format: 'csv', user: 'nobody' });
    expect(turns - before).toBe(2);
    await expect.poll(() => readdirSync(join(dataDir, 'exports'))).toEqual([]);
  });
});
