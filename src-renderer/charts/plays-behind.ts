// Where a click on a chart leads: the history, with the filter of the chart and over it that of the point. Pure.
import type { Chart, Series } from '../../src-contract/chart.ts';
import { toMomentFilter, type PointFilter } from '../../src-contract/play-filter.ts';
import { addPoint, type Filter, writeFilter } from '../parts/filter/filter-address.ts';
import { addDays, toDay } from '../parts/filter/days.ts';
import { formatIn } from './words.ts';

type Ranged = Pick<Chart, 'fromMs' | 'toMs' | 'zone'>;

/** The plays behind a point as an address; null where no filter can name them. */
export function toPlaysBehind(filter: Filter, range: Ranged, points: ReadonlyArray<PointFilter | null>): string | null {
  const { from: _from, to: _to, ...rest } = filter;
  let whole: Filter = {
    ...rest,
    ...(range.fromMs === null ? {} : { from: range.fromMs }),
    ...(range.toMs === null ? {} : { to: range.toMs }),
  };
  for (const point of points) {
    if (point === null) return null;
    whole = addPoint(whole, point);
  }
  const query = new URLSearchParams();
  writeFilter(toWholeDays(whole, range.zone), query);
  const text = query.toString();
  return text === '' ? '#/history' : `#/history?${text}`;
}

/** What a value of a series adds to the filter of its bucket: of streams at once also the moment at which there were so many. */
export function toValueFilter({ filter, moments }: Series, bucket: number): PointFilter | null {
  const atMs = moments?.[bucket] ?? null;
  return filter === null || atMs === null ? filter : { ...filter, ...toMomentFilter(atMs) };
}

/** Moments that are the ends of days become days, which read better in the filter. */
function toWholeDays(filter: Filter, zone: string): Filter {
  const { from, to } = filter;
  const times = formatIn(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const isMidnight = (atMs: number) => times.format(atMs) === '00:00:00' && atMs % 1000 === 0;
  const isWhole = (moment: Filter['from']) => typeof moment !== 'number' || isMidnight(moment);
  if (filter.playingAtMs !== undefined || !isWhole(from) || !isWhole(to)) return filter;
  return {
    ...filter,
    ...(typeof from === 'number' ? { from: toDay(from, zone) } : {}),
    ...(typeof to === 'number' ? { to: addDays(toDay(to, zone), -1) } : {}),
  };
}
