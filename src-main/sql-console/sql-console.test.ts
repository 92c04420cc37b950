// The console answers, and cannot be led out of its copy: every way out that is known is tried.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTurns } from '../lib/turns.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import { copyViews } from '../history/copy-views.ts';
import { addRandomPlays, openChartHistory } from '../history/testing/chart-history.ts';
import { answer } from './answer.ts';
import { openSqlConsole, type SqlConsole } from './open-sql-console.ts';
import { startChild } from './start-child.ts';

let dataDir: string;
let history: Awaited<ReturnType<typeof openChartHistory>>;
let sql: SqlConsole;
const outside = (name: string) => join(dataDir, name);

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'marquee-sql-'));
  process.env['SECRET_OF_OURS'] = 'a-token';
  writeFileSync(outside('secrets.json'), '{"accessKey":"a-secret-of-ours"}');
  mkdirSync(outside('backups'));
  history = await openChartHistory();
  await addRandomPlays(history.connection, 500, { seed: 3, fromMs: Date.UTC(2025, 0), toMs: Date.UTC(2025, 6) });
  const inTurn = createTurns();
  await copyViews(history.connection, outside('copy.duckdb'), inTurn);
  sql = await openSqlConsole({
    dataDir,
    copyViews: (to) => copyViews(history.connection, to, inTurn),
    start: startChild,
    clock: systemClock,
    log: silentLog,
    limits: { seconds: 5, memoryMb: 128, rows: 300 },
  });
});
afterAll(async () => {
  await sql.close();
  history.close();
  rmSync(dataDir, { recursive: true });
  delete process.env['SECRET_OF_OURS'];
});

const ask = (text: string, zone = 'UTC') => sql.run(text, zone);

it('answers questions about the documented views, with their types', async () => {
  const told = await ask('SELECT count(*) AS plays, bool_or(live) AS any_live FROM plays;');
  expect(told).toMatchObject({
    kind: 'rows',
    columns: [
      { name: 'plays', type: 'BIGINT' },
      { name: 'any_live', type: 'BOOLEAN' },
    ],
    rows: [[500, true]],
    truncated: false,
  });
  const moment = await ask(`SELECT hour(TIMESTAMPTZ '2025-07-01 12:00:00Z') AS at`, 'Europe/Berlin');
  expect(moment).toMatchObject({ rows: [[14]] });
});

it('has exactly the views and columns that it names', async () => {
  const there = await ask(
    'SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index',
  );
  const views = sql.views().toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const named = views.flatMap((view) => view.columns.map(({ name, type }) => [view.name, name, type]));
  expect(there).toMatchObject({ kind: 'rows', rows: named });
});

it('shows so many rows and says that there are more', async () => {
  const told = await ask('SELECT id FROM plays');
  expect(told).toMatchObject({ kind: 'rows', truncated: true });
  expect(told.kind === 'rows' ? told.rows.length : 0).toBe(300);
});

it('says what is wrong with a question', async () => {
  expect(await ask('SELEC 1')).toMatchObject({ kind: 'failed', why: 'sql', says: expect.stringContaining('syntax') });
  expect(await ask('SELECT nothing FROM plays')).toMatchObject({ kind: 'failed', why: 'sql' });
});

describe('no way out', () => {
  const file = () => outside('secrets.json');
  const escapes: [string, () => string][] = [
    ['reading a file', () => `SELECT * FROM read_text('${file()}')`],
    ['reading passwords', () => `SELECT * FROM read_csv('/etc/passwd')`],
    ['a file as a table', () => `SELECT * FROM '${file()}'`],
    ['reading JSON', () => `SELECT * FROM read_json_auto('${file()}')`],
    ['reading bytes', () => `SELECT * FROM read_blob('${file()}')`],
    ['Parquet', () => `SELECT * FROM read_parquet('${outside('x.parquet')}')`],
    ['listing files', () => `SELECT * FROM glob('${dataDir}/*')`],
    ['attaching', () => `ATTACH '${outside('made.duckdb')}' AS made`],
    ['attaching to read', () => `ATTACH '${outside('marquee.duckdb')}' AS live (READ_ONLY)`],
    ['writing a file', () => `COPY plays TO '${outside('made.csv')}'`],
    ['exporting', () => `EXPORT DATABASE '${outside('made')}'`],
    ['reading into a table', () => `COPY plays FROM '${file()}'`],
    ['installing', () => 'INSTALL httpfs'],
    ['loading', () => `LOAD '${outside('x.duckdb_extension')}'`],
    ['the network', () => `SELECT * FROM read_csv('http://127.0.0.1:9/x')`],
    ['a setting', () => 'SET enable_external_access = true'],
    ['another setting', () => `SET memory_limit = '64GB'`],
    ['a global setting', () => 'SET GLOBAL threads = 64'],
    ['a reset', () => 'RESET memory_limit'],
    ['a pragma', () => 'PRAGMA enable_profiling'],
    ['a pragma that writes', () => `PRAGMA profiling_output = '${outside('made.json')}'`],
    ['rolling back', () => `ROLLBACK; DELETE FROM plays`],
    ['two at once', () => `SELECT 1; COPY plays TO '${outside('made.csv')}'`],
    ['a transaction', () => 'BEGIN'],
    ['deleting', () => 'DELETE FROM plays'],
    ['updating', () => `UPDATE plays SET title = ''`],
    ['dropping', () => 'DROP TABLE plays'],
    ['a temporary table', () => 'CREATE TEMP TABLE t AS SELECT 1'],
    ['a secret', () => `CREATE SECRET s (TYPE s3)`],
    ['a macro', () => 'CREATE MACRO m() AS 1'],
    ['prepared', () => `PREPARE p AS COPY plays TO '${outside('made.csv')}'`],
    ['explained for real', () => `EXPLAIN ANALYZE COPY plays TO '${outside('made.csv')}'`],
    ['a checkpoint', () => 'FORCE CHECKPOINT'],
    ['the environment', () => `SELECT getenv('SECRET_OF_OURS')`],
    ['query()', () => `SELECT * FROM query('COPY plays TO ''${outside('made.csv')}''')`],
    ['a call', () => `CALL pragma_version(); SELECT 1`],
  ];
  it.each(escapes)('by %s', async (_what, text) => {
    // In this process, whose surroundings hold more than those of the console's own: what keeps it in is the database.
    const job = { database: outside('copy.duckdb'), sql: text(), zone: 'UTC', seconds: 8, memoryMb: 128, rows: 300 };
    const answered = await answer(job);
    expect(answered.kind).toBe('failed');
    expect(JSON.stringify(answered)).not.toMatch(/a-secret-of-ours|a-token|root:|Failed to set config/);
    expect(readdirSync(dataDir).toSorted()).toEqual(['backups', 'copy.duckdb', 'secrets.json', 'sql']);
  });

  it('tells nothing of what surrounds it', async () => {
    for (const table of ['duckdb_secrets()', 'duckdb_settings()', 'duckdb_variables()', 'pragma_database_list']) {
      const said = JSON.stringify(await ask(`SELECT * FROM ${table}`));
      expect(said).not.toMatch(/a-secret-of-ours|a-token/);
    }
  });
});

describe('limits', () => {
  it.each([
    ['a sort that does not fit', 'SELECT i, hash(i) h FROM range(100000000) t(i) ORDER BY h'],
    ['one huge text', `SELECT length(repeat('x', 2000000000) || 'y')`],
    [
      'a question without an end',
      'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r',
    ],
  ])(
    '%s is ended',
    async (_what, text) => {
      const told = await ask(text);
      expect(told).toMatchObject({ kind: 'failed', why: expect.stringMatching(/time|memory|sql/) });
    },
    60_000,
  );

  it('ends a question when who asked it has gone, and goes on with the next', async () => {
    const gone = new AbortController();
    const asked = sql.run('SELECT count(*) FROM range(10000000) a, range(10000000) b', 'UTC', gone.signal);
    const next = ask('SELECT 7 AS n');
    await expect.poll(() => existsSync(join(outside('sql'), 'question.json'))).toBe(true);
    gone.abort();
    expect(await asked).toMatchObject({ kind: 'failed', why: 'broken' });
    expect(await next).toMatchObject({ kind: 'rows', rows: [[7]] });
  });
});

it('asks a new copy once that is wanted', async () => {
  const count = async () => {
    const told = await ask('SELECT count(*) FROM plays');
    return told.kind === 'rows' ? told.rows[0]?.[0] : null;
  };
  await addRandomPlays(history.connection, 10, { seed: 4, fromMs: 0, toMs: 1, prefix: 'new' });
  expect(await count()).toBe(500);
  await sql.renew();
  expect(await count()).toBe(510);
  expect(readdirSync(outside('sql'))).toHaveLength(1);
});
