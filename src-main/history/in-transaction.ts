// Several changes, all or none.
import type { DuckDBConnection } from '@duckdb/node-api';

/** The connection must have no transaction open. */
export const inTransaction = async <Answer>(
  connection: DuckDBConnection,
  task: () => Promise<Answer>,
): Promise<Answer> => {
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
