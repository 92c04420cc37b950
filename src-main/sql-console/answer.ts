// Asks one question of the copy. What keeps it in is the database itself: opened to read, no files, no settings.
import {
  BIGINT,
  DuckDBInstance,
  HUGEINT,
  StatementType,
  UBIGINT,
  type DuckDBConnection,
  type Json,
} from '@duckdb/node-api';
import type { SqlCell } from '../../src-contract/sql.ts';
import { toError } from '../lib/to-error.ts';
import type { Outcome, Question } from './job.ts';

const MOST_CHARACTERS = 4_000_000;
const LONGEST_CELL = 10_000;

const questions: ReadonlySet<number> = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

const open = async ({ database, zone, memoryMb }: Question): Promise<DuckDBConnection> => {
  const instance = await DuckDBInstance.create(database, {
    access_mode: 'READ_ONLY',
    // Nothing is put on the disk: what does not fit does not run. Before the next line, which forbids to say so.
    temp_directory: '',
    max_temp_directory_size: '0KB',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: `${memoryMb}MB`,
    threads: '2',
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = '${zone.replaceAll("'", "''")}'`);
  await connection.run('SET lock_configuration = true');
  return connection;
};

const wholes: ReadonlySet<number> = new Set([BIGINT.typeId, UBIGINT.typeId, HUGEINT.typeId]);

const toCell = (value: Json, isWhole: boolean): SqlCell => {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // Beyond that a number of JavaScript is another one.
  if (isWhole && Number.isSafeInteger(Number(text))) return Number(text);
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
};

const failed = (why: 'sql' | 'not-a-question' | 'memory', says: string): Outcome => ({ kind: 'failed', why, says });

export const answer = async (job: Question): Promise<Outcome> => {
  const connection = await open(job);
  try {
    const statements = await connection.extractStatements(job.sql);
    if (statements.count !== 1) return failed('not-a-question', 'Ask one question at a time.');
    const statement = await statements.prepare(0);
    if (!questions.has(statement.statementType)) {
      return failed('not-a-question', 'Only questions can be asked here: SELECT, WITH, FROM, DESCRIBE, EXPLAIN.');
    }
    const result = await statement.stream();
    const types = result.columnTypes();
    const columns = result.columnNames().map((name, index) => ({ name, type: String(types[index]) }));
    const isWhole = types.map(({ typeId }) => wholes.has(typeId));
    const rows: SqlCell[][] = [];
    let characters = 0;
    for await (const page of result.yieldRowsJson()) {
      for (const raw of page) {
        const row = raw.map((value, index) => toCell(value, isWhole[index] === true));
        characters += row.reduce<number>((sum, cell) => sum + String(cell).length, 0);
        if (rows.length >= job.rows || characters > MOST_CHARACTERS) {
          return { kind: 'rows', columns, rows, truncated: true };
        }
        rows.push(row);
      }
    }
    return { kind: 'rows', columns, rows, truncated: false };
  } catch (thrown) {
    const { message } = toError(thrown);
    if (/^Out of Memory/i.test(message)) {
      return failed('memory', `This needs more than the ${job.memoryMb} MB that a question may have.`);
    }
    return failed('sql', message);
  }
};
