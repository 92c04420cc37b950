// What was added last, over all libraries: episodes of a season and tracks of an album that came together are one line.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { RecentlyAdded, RecentlyAddedQuery } from '../../../src-contract/library.ts';
import { readRows } from '../answers.ts';
import { DAY_MS } from '../zone.ts';
import { itemColumns, itemRow, standing } from './library-item.ts';

/** Parts may be left out. */
export type RecentlyAddedQuestion = Partial<RecentlyAddedQuery>;

const row = itemRow.and(z.object({ parentKey: z.string().nullable(), libraryTitle: z.string() }));

const describe = ({ type, title, parentTitle, grandparentTitle, year }: RecentlyAdded['item'], count: number) => {
  if (type === 'movie') return { label: title, detail: year === null ? null : String(year) };
  const detail = grandparentTitle ?? parentTitle;
  return { label: count === 1 ? title : (parentTitle ?? title), detail };
};

/** So many single items are looked at for each line. */
const MOST_TOGETHER = 60;

export const readRecentlyAdded = async (
  connection: DuckDBConnection,
  { server, section, length = 20 }: RecentlyAddedQuestion,
): Promise<RecentlyAdded[]> => {
  const rows = await readRows(
    connection,
    row,
    `SELECT ${itemColumns}, parent_rating_key AS "parentKey", section.title AS "libraryTitle" FROM ${standing}
     WHERE added_at_ms IS NOT NULL ${server === undefined ? '' : 'AND library_item.server_id = $server'}
       ${section === undefined ? '' : 'AND section_id = $section'}
     ORDER BY added_at_ms DESC, parent_rating_key, item_index, rating_key LIMIT ${length * MOST_TOGETHER}`,
    { ...(server === undefined ? {} : { server }), ...(section === undefined ? {} : { section }) },
  );
  const lines: { key: string; untilMs: number; count: number; item: RecentlyAdded['item']; libraryTitle: string }[] =
    [];
  for (const { parentKey, libraryTitle, ...item } of rows) {
    const key = `${item.serverId}:${item.sectionId}:${item.type}:${parentKey ?? item.ratingKey}`;
    const addedAtMs = item.addedAtMs ?? 0;
    const line = lines.find((one) => one.key === key && one.untilMs - addedAtMs <= DAY_MS);
    if (line) line.count += 1;
    else lines.push({ key, untilMs: addedAtMs, count: 1, item, libraryTitle });
  }
  return lines
    .slice(0, length)
    .map(({ item, count, libraryTitle }) => ({ item, count, libraryTitle, ...describe(item, count) }));
};
