// The filter of plays as it stands in the address, so that a link opens the same view. Pure.
import { type PlayFilter, playFilterSchema, playFilterShape } from '../../../src-contract/play-filter.ts';

/** What is chosen. Days and hours are of this browser's zone unless the filter names one. */
export type Filter = Partial<PlayFilter>;

/** Those of which several may be chosen at once. */
export const listParts = [
  'user',
  'server',
  'library',
  'type',
  'player',
  'platform',
  'decision',
  'reason',
  'location',
  'origin',
  'sourceResolution',
  'deliveredResolution',
  'item',
  'series',
  'season',
] as const satisfies ReadonlyArray<keyof PlayFilter>;
export type ListPart = (typeof listParts)[number];

const listNames: ReadonlySet<string> = new Set(listParts);

/** What is not a filter, or is of no use as one, is passed over: an old link should still show something. */
export function readFilter(query: URLSearchParams): Filter {
  const given = Object.entries(playFilterShape).flatMap(([name, shape]) => {
    const values = query.getAll(name).filter((value) => value !== '' && shape.safeParse(value).success);
    if (values.length === 0) return [];
    return [[name, listNames.has(name) ? [...new Set(values)].slice(0, 200) : values.at(-1)] as const];
  });
  const parsed = playFilterSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) return {};
  const { zone, ...filter } = parsed.data;
  return given.some(([name]) => name === 'zone') ? { ...filter, zone } : filter;
}

/** Puts the filter in place of the one that stood there, and leaves what else is in the address alone. */
export function writeFilter(filter: Filter, query: URLSearchParams): void {
  for (const name of Object.keys(playFilterShape)) query.delete(name);
  for (const [name, value] of Object.entries(filter)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') query.append(name, String(one));
    }
  }
}

/** Whether it lets everything through. */
export function isEmpty(filter: Filter): boolean {
  return Object.values(filter).every((value) => value === undefined || value === '');
}

/** The filter with one part changed; an empty one is taken out. */
export function withPart<Part extends keyof Filter>(
  filter: Filter,
  part: Part,
  value: Filter[Part] | undefined,
): Filter {
  const { [part]: _before, ...rest } = filter;
  const isNothing = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return isNothing ? rest : { ...rest, [part]: value };
}

/** What charts and groups give to open the plays behind them: it counts over what is chosen already. */
export function addPoint(filter: Filter, point: Readonly<Record<string, string | number | boolean>>): Filter {
  const query = new URLSearchParams();
  writeFilter(filter, query);
  for (const [name, value] of Object.entries(point)) query.set(name, String(value));
  return readFilter(query);
}

/** Chooses these of a part, given as texts; what is no value of it is passed over. */
export function withValues(filter: Filter, part: ListPart, values: readonly string[]): Filter {
  const query = new URLSearchParams();
  writeFilter(filter, query);
  query.delete(part);
  for (const value of values) query.append(part, value);
  return readFilter(query);
}
