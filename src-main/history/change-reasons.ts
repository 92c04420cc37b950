// The only change of plays beside `change-plays.ts`: why they were converted, which is in no sum.
import { BIGINT, LIST, listValue, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { Play } from '../../src-contract/play.ts';
import type { Reason } from '../../src-contract/reason.ts';
import { toJson } from './to-json.ts';

/** `row`: where it stood when it was read; found by that, and only when it is still the same. */
export type Rewritten = { row: bigint; play: Pick<Play, 'id' | 'reasons'>; reasons: readonly Reason[] };

const types = { rows: LIST(BIGINT), ids: LIST(VARCHAR), reasons: LIST(VARCHAR) };
const toPlaces = (plays: readonly Rewritten[]) => ({
  rows: listValue(plays.map(({ row }) => row)),
  ids: listValue(plays.map(({ play }) => play.id)),
});

/** Inside the transaction that is open on the connection. Resolves with how many plays have other reasons now. */
export const keepReasons = async (
  connection: DuckDBConnection,
  by: string,
  plays: readonly Rewritten[],
): Promise<number> => {
  const changed = plays.filter(({ play, reasons }) => toJson(play.reasons) !== toJson(reasons));
  if (changed.length > 0) {
    await connection.run(
      `UPDATE play SET reasons = new.reasons::JSON, reason_codes = new.codes
       FROM (
         SELECT id, reasons, CASE WHEN len(codes) > 0 THEN '|' || array_to_string(codes, '|') || '|' END AS codes FROM (
           SELECT id, reasons, list_sort(list_distinct(json_extract_string(reasons, '$[*].code'))) AS codes
           FROM (SELECT unnest($ids) AS id, unnest($reasons) AS reasons))
       ) AS new
       WHERE play.rowid IN (SELECT unnest($rows)) AND play.id = new.id`,
      { ...toPlaces(changed), reasons: listValue(changed.map(({ reasons }) => toJson(reasons))) },
      types,
    );
  }
  await connection.run(
    'UPDATE play SET explained_by = $by WHERE rowid IN (SELECT unnest($rows)) AND id IN (SELECT unnest($ids))',
    { by, ...toPlaces(plays) },
    { rows: types.rows, ids: types.ids },
  );
  return changed.length;
};
