// The columns of the table: how they are called, how wide they are, what sorts them, which this browser wants to see,
// and which of those there is room for.
import { useMemo, useSyncExternalStore } from 'react';
import { z } from 'zod';
import type { PlaySort } from '../../../src-contract/play.ts';

type Column = {
  name: string;
  /** Below this it says too little to stand there. */
  leastPx: number;
  /** Of the room that is left over; 0 grows no further. */
  share: number;
  sort: PlaySort | null;
  isUsual: boolean;
  /** Where there is not room for all, the least weighty goes first; what was asked for by name stays longer. */
  weight: number;
};

export const columns = {
  when: { name: 'Ended', leastPx: 86, share: 0, sort: 'stopped', isUsual: true, weight: 12 },
  started: { name: 'Started', leastPx: 86, share: 0, sort: 'started', isUsual: false, weight: 6.5 },
  user: { name: 'User', leastPx: 76, share: 0.7, sort: 'user', isUsual: true, weight: 13 },
  title: { name: 'Title', leastPx: 180, share: 2.4, sort: 'title', isUsual: true, weight: 14 },
  player: { name: 'Player', leastPx: 126, share: 0.9, sort: 'player', isUsual: true, weight: 1 },
  address: { name: 'Address', leastPx: 104, share: 0.3, sort: null, isUsual: false, weight: 5.5 },
  location: { name: 'Location', leastPx: 74, share: 0, sort: 'location', isUsual: false, weight: 9 },
  server: { name: 'Server', leastPx: 96, share: 0.6, sort: null, isUsual: false, weight: 10 },
  library: { name: 'Library', leastPx: 84, share: 0.6, sort: null, isUsual: false, weight: 8 },
  platform: { name: 'Platform', leastPx: 80, share: 0.4, sort: 'platform', isUsual: false, weight: 7 },
  decision: { name: 'Decision', leastPx: 116, share: 0, sort: 'decision', isUsual: true, weight: 11 },
  percent: { name: 'Progress', leastPx: 74, share: 0, sort: 'percent', isUsual: true, weight: 4 },
  watchedMs: { name: 'Watched', leastPx: 76, share: 0, sort: 'watchedMs', isUsual: true, weight: 2 },
  pausedMs: { name: 'Paused', leastPx: 76, share: 0, sort: 'pausedMs', isUsual: false, weight: 5 },
  bandwidth: { name: 'Bandwidth', leastPx: 92, share: 0, sort: 'bandwidth', isUsual: false, weight: 6 },
  why: { name: 'Why', leastPx: 118, share: 1.2, sort: null, isUsual: true, weight: 3 },
} as const satisfies Record<string, Column>;

const columnSchema = z.enum([
  'when',
  'started',
  'user',
  'title',
  'player',
  'address',
  'location',
  'server',
  'library',
  'platform',
  'decision',
  'percent',
  'watchedMs',
  'pausedMs',
  'bandwidth',
  'why',
]);
export type ColumnName = z.infer<typeof columnSchema>;
export const columnNames: readonly ColumnName[] = columnSchema.options;

const place = 'marquee-history-columns';
const changed = 'marquee-history-columns-changed';
const usual = columnNames.filter((name) => columns[name].isUsual);

/** In the order of the table. A browser that never chose, or whose choice makes no sense, shows the usual ones. */
export function parseColumns(text: string | null): readonly ColumnName[] {
  const chosen = new Set(text?.split(','));
  const known = columnNames.filter((name) => chosen.has(name));
  return known.length === 0 ? usual : known;
}

export function useColumns(): readonly ColumnName[] {
  const text = useSyncExternalStore(listen, () => localStorage.getItem(place));
  return useMemo(() => parseColumns(text), [text]);
}

export function chooseColumns(names: readonly ColumnName[]): void {
  localStorage.setItem(place, names.join(','));
  dispatchEvent(new Event(changed));
}

/** As in the style sheets: the box of a row, the room between two columns, beside them, and for a scroll bar. */
const [boxPx, betweenPx, besidePx] = [28, 8, 36];

/** Those that can be read in so much room; the title always is. */
export function toFitting(names: readonly ColumnName[], roomPx: number): readonly ColumnName[] {
  const needPx = names.reduce((sum, name) => sum + columns[name].leastPx + betweenPx, boxPx + besidePx);
  const [least] = names.filter((name) => name !== 'title').toSorted((a, b) => columns[a].weight - columns[b].weight);
  if (needPx <= roomPx || least === undefined) return names;
  return toFitting(
    names.filter((name) => name !== least),
    roomPx,
  );
}

export function toTracks(names: readonly ColumnName[]): string {
  const tracks = names.map((name) => {
    const { leastPx, share } = columns[name];
    return share === 0 ? `${leastPx}px` : `minmax(${leastPx}px, ${share}fr)`;
  });
  return `${boxPx}px ${tracks.join(' ')}`;
}

function listen(listener: () => void): () => void {
  addEventListener(changed, listener);
  addEventListener('storage', listener);
  return () => {
    removeEventListener(changed, listener);
    removeEventListener('storage', listener);
  };
}
