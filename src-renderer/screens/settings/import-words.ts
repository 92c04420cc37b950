// What an import says of itself, in words: what would come, what came, and what did not.
import type { ImportCounts, ImportRun } from '../../../src-contract/import.ts';
import { formatNumber } from '../../../src-contract/text/format.ts';

const plays = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'play' : 'plays'}`;
const rows = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'row' : 'rows'}`;
const are = (count: number): string => (count === 1 ? 'is' : 'are');
const were = (count: number): string => (count === 1 ? 'was' : 'were');

/** Each a line; those with nothing to say are left out. */
export function describeCounts(counts: ImportCounts, tense: 'would' | 'did'): string[] {
  const { added, alreadyHere, matched, replaced, unusable } = counts;
  const now = tense === 'would';
  return [
    added > 0 ? `${plays(added)} ${now ? `${are(added)} new` : `${were(added)} added`}` : '',
    replaced > 0
      ? `${plays(replaced)} ${now ? are(replaced) : were(replaced)} known from Plex’s own history alone, and ${now ? 'would be' : 'are now'} complete`
      : '',
    matched > 0 ? `${plays(matched)} Marquee saw itself: its own times and decisions stay` : '',
    alreadyHere > 0 ? `${rows(alreadyHere)} ${are(alreadyHere)} here already, from an earlier import` : '',
    unusable > 0 ? `${rows(unusable)} cannot become plays` : '',
  ].filter((line) => line !== '');
}

export function hasNews({ added, replaced, matched }: ImportCounts): boolean {
  return added + replaced + matched > 0;
}

/** The file's own name; the whole path of an address. */
export function toShortName({ source, name }: Pick<ImportRun, 'source' | 'name'>): string {
  if (source !== 'file') return name;
  return name.split(/[/\\]/).findLast((part) => part !== '') ?? name;
}

export function describeState({ state, failure, source }: Pick<ImportRun, 'state' | 'failure' | 'source'>): string {
  switch (state) {
    case 'running':
      return source === 'sync' ? 'Looking for new rows' : 'Under way';
    case 'finished':
      return source === 'sync' ? 'Goes on beside Tautulli' : 'Finished';
    case 'cancelled':
      return 'Cancelled. What had come until then stays until it is undone or brought over again.';
    case 'failed':
      return `It failed. ${failure ?? 'Marquee’s log says more.'}`;
    case 'interrupted':
      return 'Marquee ended in the middle of it. Bring it over again, and the rest will come.';
    case 'undoing':
      return 'Being taken out again';
    case 'undone':
      return 'Undone';
  }
}

export function mayBeUndone({ state, counts }: Pick<ImportRun, 'state' | 'counts'>): boolean {
  return !['running', 'undoing', 'undone'].includes(state) && counts.added + counts.replaced + counts.matched > 0;
}
