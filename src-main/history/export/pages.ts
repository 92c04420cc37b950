// Reads plays page by page, newest first, each page in a turn of its own: commits and other questions go in between.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Turns } from '../../lib/turns.ts';
import { readRows } from '../answers.ts';
import { playView, selectView } from '../data-views.ts';
import { toCondition, type Condition, type Filter } from '../play-condition.ts';
import { settleFilter } from '../settle-filter.ts';

export type Reading = { connection: () => DuckDBConnection; inTurn: Turns };

/** A stretch of time with some plays in it, in which the newest `after` of them have been read. */
type Page = { fromMs: number; toMs: number; after: number };

const HOUR_MS = 3_600_000;

const number = z.union([z.bigint(), z.number()]).transform(Number);
const hourRow = z.object({ hour: number, plays: number });
const pageRow = z.object({ lines: z.string().nullable(), count: number });

/*
  Whole hours are gathered until there are enough plays in them; an hour with more is read in parts. So a page asks for a
  short stretch of time, which the database finds without reading the rest, and none is ever read twice.
*/
const planPages = async ({ connection, inTurn }: Reading, condition: Condition, most: number): Promise<Page[]> => {
  const hours = await inTurn(() =>
    readRows(
      connection(),
      hourRow,
      `SELECT stopped_at_ms // ${HOUR_MS} AS hour, count(*) AS plays FROM play WHERE ${condition.sql}
       GROUP BY 1 ORDER BY 1 DESC`,
      condition.values,
      condition.types,
    ),
  );
  const pages: Page[] = [];
  let gathered = 0;
  for (const { hour, plays } of hours) {
    const last = pages.at(-1);
    const fromMs = hour * HOUR_MS;
    if (last && gathered + plays <= most) {
      last.fromMs = fromMs;
      gathered += plays;
      continue;
    }
    for (let after = 0; after < plays; after += most) pages.push({ fromMs, toMs: fromMs + HOUR_MS, after });
    gathered = plays;
  }
  return pages;
};

const toWhich = ({ sql }: Condition, { fromMs, toMs, after }: Page, most: number): string =>
  `${sql} AND stopped_at_ms >= ${fromMs} AND stopped_at_ms < ${toMs}
   ORDER BY stopped_at_ms DESC, id DESC LIMIT ${most} OFFSET ${after}`;

/** What the plays of a filter are, as SQL for each page with the values of its parameters. */
export const readPages = async function* (
  reading: Reading,
  filter: Filter,
  most: number,
): AsyncGenerator<{ which: string; condition: Condition }> {
  const condition = await reading.inTurn(async () => toCondition(await settleFilter(reading.connection(), filter)));
  for (const page of await planPages(reading, condition, most))
    yield { which: toWhich(condition, page, most), condition };
};

const LINES = 2_000;

/** Pages of lines: what `line` makes of each play, joined. */
export const readLines = async function* (
  reading: Reading,
  filter: Filter,
  line: string,
  between: string,
): AsyncGenerator<{ lines: string; count: number }> {
  for await (const { which, condition } of readPages(reading, filter, LINES)) {
    const [page] = await reading.inTurn(() =>
      readRows(
        reading.connection(),
        pageRow,
        `SELECT string_agg(${line}, '${between}' ORDER BY stopped_at DESC, id DESC) AS lines, count(*) AS count
         FROM (${selectView(playView, which, true)})`,
        condition.values,
        condition.types,
      ),
    );
    if (page && page.lines !== null) yield { lines: page.lines, count: page.count };
  }
};
