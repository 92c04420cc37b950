// The filter in the address, for every screen that shows plays.
import { useCallback, useMemo } from 'react';
import { changeQuery, type Step, useQueryPart } from '../../client/use-query.ts';
import { type Filter, readFilter, writeFilter } from './filter-address.ts';

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export type FilterChange = (filter: Filter, step?: Step) => void;

export function useFilter(): { filter: Filter; setFilter: FilterChange } {
  const query = useQueryPart();
  const filter = useMemo(() => readFilter(query), [query]);
  const setFilter = useCallback<FilterChange>(
    (next, step) => changeQuery((changing) => writeFilter(next, changing), step),
    [],
  );
  return { filter, setFilter };
}

/** As the core is asked: days and hours are those of the clock on this wall. */
export function toAsked(filter: Filter): Filter & { zone: string } {
  return { ...filter, zone: filter.zone ?? ownZone };
}
