// How the cards of the first page are called, what counts on them, and what is said on an empty one. Pure.
import type { CardLine, CardName } from '../../../src-contract/chart.ts';
import { describeMomentIn, formatMany, formatWatched } from '../../charts/words.ts';
import { describeValue } from '../../parts/filter/filter-words.ts';

export const cardTitles: Readonly<Record<CardName, string>> = {
  'top-movies': 'Most watched movies',
  'popular-movies': 'Most popular movies',
  'top-series': 'Most watched series',
  'popular-series': 'Most popular series',
  'top-artists': 'Most played artists',
  'popular-artists': 'Most popular artists',
  libraries: 'Most active libraries',
  users: 'Most active people',
  platforms: 'Most active platforms',
  'recently-watched': 'Watched lately',
  concurrent: 'Most streams at once',
  'library-totals': 'Libraries',
  'recently-added': 'Added lately',
};

const none: Partial<Record<CardName, string>> = {
  'library-totals': 'The libraries have not been counted yet.',
  'recently-added': 'Nothing new is known.',
  concurrent: 'No streams ran.',
};

export function describeNone(card: CardName): string {
  return none[card] ?? 'Nothing in this time.';
}

export function describeLabel(card: CardName, { key, label }: CardLine): string {
  if (card === 'concurrent') return key === 'all' ? 'All together' : describeValue('decision', key, label);
  return card === 'platforms' ? describeValue('platform', key, label) : label;
}

/** The amount at the end of a line: what the card is ordered by. */
export function describeAmount(card: CardName, line: CardLine, by: 'plays' | 'duration', zone: string): string {
  const { plays, watchedMs, users, lastAtMs, count } = line;
  if (card.startsWith('popular-')) return users === null ? '' : formatMany(users, 'person', 'people');
  if (card === 'recently-watched' || card === 'recently-added') {
    return lastAtMs === null ? '' : describeMomentIn(lastAtMs, zone).replace(/,.*/, '');
  }
  if (count !== null) return count.toLocaleString('en-GB');
  if (by === 'duration') return watchedMs === null ? '' : formatWatched(watchedMs);
  return plays === null ? '' : formatMany(plays, 'play');
}

/** The quieter line under the name. `home`: the server, where that tells it from another one. */
export function describeMore(
  card: CardName,
  line: CardLine,
  by: 'plays' | 'duration',
  zone: string,
  home: string | null,
): string | null {
  const { detail, plays, watchedMs, lastAtMs } = line;
  if (card === 'concurrent') return lastAtMs === null ? null : describeMomentIn(lastAtMs, zone);
  if (card === 'recently-watched' || card === 'recently-added') return detail;
  if (card === 'library-totals') return [describeLibraryKind(detail), home].filter(Boolean).join(' · ') || null;
  const isPopular = card.startsWith('popular-');
  const said = [
    card === 'libraries' ? describeLibraryKind(detail) : detail,
    home,
    (isPopular || by === 'duration') && plays !== null ? formatMany(plays, 'play') : null,
    !isPopular && by === 'plays' && watchedMs !== null && watchedMs > 0 ? formatWatched(watchedMs) : null,
  ];
  return said.filter((part) => part !== null && part !== '').join(' · ') || null;
}

const kinds: Readonly<Record<string, string>> = { movie: 'movies', show: 'series', artist: 'music', photo: 'photos' };
function describeLibraryKind(kind: string | null): string | null {
  return kind === null ? null : (kinds[kind] ?? kind);
}
