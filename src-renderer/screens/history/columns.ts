// The columns of the table: how they are called, how wide they are, what sorts them, and which this browser wants to see.
import { useMemo, useSyncExternalStore } from 'react';
import { z } from 'zod';
import type { PlaySort } from '../../../src-contract/play.ts';

type Column = { name: string; track: string; sort: PlaySort | null; isUsual: boolean };

export const columns = {
  when: { name: 'Ended', track: '134px', sort: 'stopped', isUsual: true },
  user: { name: 'User', track: 'minmax(72px, 0.7fr)', sort: 'user', isUsual: true },
  title: { name: 'Title', track: 'minmax(210px, 2.6fr)', sort: 'title', isUsual: true },
  player: { name: 'Player', track: 'minmax(84px, 1fr)', sort: 'player', isUsual: true },
  location: { name: 'Location', track: '74px', sort: 'location', isUsual: false },
  server: { name: 'Server', track: 'minmax(70px, 0.6fr)', sort: null, isUsual: false },
  library: { name: 'Library', track: 'minmax(80px, 0.7fr)', sort: null, isUsual: false },
  platform: { name: 'Platform', track: 'minmax(80px, 0.6fr)', sort: 'platform', isUsual: false },
  decision: { name: 'Decision', track: '112px', sort: 'decision', isUsual: true },
  percent: { name: 'Progress', track: '96px', sort: 'percent', isUsual: true },
  watchedMs: { name: 'Watched', track: '74px', sort: 'watchedMs', isUsual: true },
  pausedMs: { name: 'Paused', track: '76px', sort: 'pausedMs', isUsual: false },
  bandwidth: { name: 'Bandwidth', track: '92px', sort: 'bandwidth', isUsual: false },
  why: { name: 'Why', track: 'minmax(72px, 1.2fr)', sort: null, isUsual: true },
} as const satisfies Record<string, Column>;

const columnSchema = z.enum([
  'when',
  'user',
  'title',
  'player',
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

export function toTracks(names: readonly ColumnName[]): string {
  return `28px ${names.map((name) => columns[name].track).join(' ')}`;
}

function listen(listener: () => void): () => void {
  addEventListener(changed, listener);
  addEventListener('storage', listener);
  return () => {
    removeEventListener(changed, listener);
    removeEventListener('storage', listener);
  };
}
