// What a library holds, in words. Pure.
import type { Holding, LibraryItem } from '../../../src-contract/library.ts';
import { formatSpan } from '../../../src-contract/text/format.ts';
import { formatMany } from '../../charts/words.ts';
import { formatBytes } from '../things/links.ts';

const nouns: ReadonlyArray<readonly [type: string, one: string, many: string]> = [
  ['movie', 'movie', 'movies'],
  ['show', 'series', 'series'],
  ['season', 'season', 'seasons'],
  ['episode', 'episode', 'episodes'],
  ['artist', 'artist', 'artists'],
  ['album', 'album', 'albums'],
  ['track', 'track', 'tracks'],
  ['photo', 'photo', 'photos'],
  ['clip', 'clip', 'clips'],
];

/** Of a library that no server is known to have now: it may have gone, or nobody has looked yet. */
export function describeGone(readAtMs: number | null, isWatched: boolean): string {
  if (!isWatched) return 'Its server is not watched now; its plays stay.';
  return readAtMs === null ? 'What it holds is not known yet.' : 'It is not there any more; its plays stay.';
}

/** `12 series, 40 seasons, 900 episodes · 41 d 3 h · 1.4 TB`. */
export function describeHolding({ counts, durationMs, bytes }: Holding): string {
  const known = nouns.flatMap(([type, one, many]) => {
    const count = counts[type] ?? 0;
    return count === 0 ? [] : [formatMany(count, one, many)];
  });
  const parts = [
    known.length === 0 ? 'Empty' : known.join(', '),
    durationMs > 0 ? formatSpan(durationMs) : null,
    bytes > 0 ? formatBytes(bytes) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

export function describeLibraryItem({ title, grandparentTitle, parentIndex, index }: LibraryItem): string {
  if (grandparentTitle === null) return title;
  const number = parentIndex === null || index === null ? '' : ` S${parentIndex} E${index}`;
  return `${grandparentTitle}${number} · ${title}`;
}
