// The values that a part of the filter can take, with how many plays each has.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Facet, FacetQuery, FacetValue } from '../../src-contract/play.ts';
import { readRows } from './answers.ts';
import { libraryNames } from './library-names.ts';
import { toCondition } from './play-condition.ts';
import { settleFilter } from './settle-filter.ts';
import { persons } from './person-names.ts';

const unknownIfNull = (column: string) => `coalesce(${column}, 'unknown')`;
/** What is compared, and what a person calls it. */
const columns: Record<Facet, { value: string; label?: string; names?: string }> = {
  server: { value: 'server_id', label: 'name.name', names: 'server name ON name.id = value' },
  user: { value: 'user_id', label: 'name.name', names: `${persons} AS name ON name.id = value` },
  library: {
    value: `CASE WHEN library_id IS NULL THEN 'unknown' ELSE server_id || ':' || library_id END`,
    label: 'name.label',
    names: `${libraryNames} AS name ON name.key = value`,
  },
  type: { value: `CASE WHEN live THEN 'live' ELSE type END` },
  player: { value: 'player_key', label: 'any_label' },
  platform: { value: unknownIfNull('platform') },
  decision: { value: unknownIfNull('decision') },
  reason: { value: `unnest(string_split(trim(reason_codes, '|'), '|'))` },
  location: { value: unknownIfNull('location') },
  origin: { value: 'origin' },
  sourceResolution: { value: unknownIfNull('source_resolution') },
  deliveredResolution: { value: unknownIfNull('delivered_resolution') },
  series: {
    value: 'series_key',
    label: 'name.title',
    names: `(SELECT series_key, any_value(coalesce(grandparent_title, title)) AS title FROM item GROUP BY 1) name
      ON name.series_key = value`,
  },
};

const facetRow = z.object({ value: z.string(), label: z.string(), plays: z.bigint().transform(Number) });

export type FacetQuestion = Partial<FacetQuery> & Pick<FacetQuery, 'of'>;

export const readFacets = async (connection: DuckDBConnection, query: FacetQuestion): Promise<FacetValue[]> => {
  const { of, named = '', length = 50 } = query;
  const { sql, values, types } = toCondition(await settleFilter(connection, query), of);
  const { value, label = 'value', names } = columns[of];
  const anyLabel = of === 'player' ? 'any_value(player_title)' : 'NULL';
  // A `reason` takes one play apart into as many rows as it has reasons.
  const from =
    of === 'reason' ? `(SELECT ${value} AS value FROM play WHERE ${sql} AND reason_codes IS NOT NULL)` : 'play';
  return readRows(
    connection,
    facetRow,
    `WITH counted AS (
       SELECT ${of === 'reason' ? 'value' : value} AS value, count(*) AS plays, ${of === 'reason' ? 'NULL' : anyLabel} AS any_label
       FROM ${from} ${of === 'reason' ? '' : `WHERE ${sql}`} GROUP BY 1
     ) SELECT value, coalesce(${label}, value) AS label, plays
     FROM counted ${names === undefined ? '' : `LEFT JOIN ${names}`}
     WHERE value IS NOT NULL AND contains(lower(coalesce(${label}, value)), lower($named))
     ORDER BY plays DESC, label, value LIMIT ${length}`,
    { ...values, named },
    types,
  );
};
