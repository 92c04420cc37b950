// The cards of the first page.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Home, HomeQuery } from '../../../src-contract/chart.ts';

/** Parts may be left out. */
export type HomeQuestion = Partial<HomeQuery>;

export const readHome = async (
  _connection: DuckDBConnection,
  question: HomeQuestion,
  _nowMs: number,
): Promise<Home> => {
  throw new Error(`Not drawn yet: ${question.top}`);
};
