// What a play is called, as it is searched and sorted: its series or film on the first line, all else that names it below.
import type { Item } from '../../src-contract/session.ts';

type Named = Pick<Item, 'title' | 'parentTitle' | 'grandparentTitle' | 'originalTitle'>;

/** As `lower(strip_accents(…))` of DuckDB has it, near enough that both find each other. */
const toPlain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();

/** The same as `titlesSql`. */
export const toTitles = ({ title, parentTitle, grandparentTitle, originalTitle }: Named): string => {
  const below = [grandparentTitle === null ? null : title, parentTitle, originalTitle];
  return toPlain(`${grandparentTitle ?? title}\n${below.filter((part) => part !== null).join(' ')}`);
};

/** Of a row of `play` by its `item`. */
export const titlesSql = `lower(strip_accents(coalesce(item->>'grandparentTitle', item->>'title') || chr(10) || concat_ws(' ',
  CASE WHEN item->>'grandparentTitle' IS NOT NULL THEN item->>'title' END, item->>'parentTitle', item->>'originalTitle')))`;

/** By which titles are sorted. DuckDB works it out once for each different one, not for each play. */
export const firstTitle = 'split_part(titles, chr(10), 1)';
