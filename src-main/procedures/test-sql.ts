// The SQL console as procedures need it, for tests.
import type { SqlAnswer, SqlCopy, SqlView } from '../../src-contract/sql.ts';
import type { SqlRoom } from './sql.ts';

export const aSqlView: SqlView = {
  name: 'plays',
  says: 'Every finished viewing.',
  columns: [{ name: 'id', type: 'VARCHAR', says: 'Its own id' }],
};
export const anSqlAnswer: SqlAnswer = {
  kind: 'rows',
  columns: [{ name: 'n', type: 'BIGINT' }],
  rows: [[1], [null]],
  truncated: false,
  tookMs: 12,
  copiedAtMs: 1000,
};
export const anSqlCopy: SqlCopy = { copiedAtMs: 1000, bytes: 4096 };

export const someSql: SqlRoom = {
  views: () => [aSqlView],
  run: async () => anSqlAnswer,
  renew: async () => anSqlCopy,
};
