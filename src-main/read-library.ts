// Reads one library from its server: little when nothing or little has changed, else all of it, page by page.
import { z } from 'zod';
import type { LibraryEntry, LibraryStore, Place } from './history/libraries/store-libraries.ts';
import type { PlexQuestions } from './plex/questions.ts';
import type { ShelfEntry } from './plex/to-shelf-page.ts';

type Kind = { leaf: LibraryEntry['type']; leafNumber: number; above: readonly { name: string; number: number }[] };

/** By the type of a library: what can be played in it, and what that is gathered under, as Plex numbers them. */
const kinds = new Map<string, Kind>([
  ['movie', { leaf: 'movie', leafNumber: 1, above: [] }],
  [
    'show',
    {
      leaf: 'episode',
      leafNumber: 4,
      above: [
        { name: 'show', number: 2 },
        { name: 'season', number: 3 },
      ],
    },
  ],
  [
    'artist',
    {
      leaf: 'track',
      leafNumber: 10,
      above: [
        { name: 'artist', number: 8 },
        { name: 'album', number: 9 },
      ],
    },
  ],
  ['photo', { leaf: 'photo', leafNumber: 13, above: [{ name: 'photo album', number: 14 }] }],
]);
export const isReadable = (type: string | null): type is string => type !== null && kinds.has(type);

const pageItems = 500;
/** So many new items are looked for before everything is read. */
const mostNewPages = 4;
/** What changes without a trace (a file that was replaced, should Plex not say so) is found after so long. */
const wholeEveryMs = 7 * 86_400_000;

export type Reading = {
  place: Place;
  type: string;
  ask: Pick<PlexQuestions, 'shelf'>;
  store: LibraryStore;
  nowMs: () => number;
  /** Waits before the next page, the longer the more the server has to do. Rejects when there is no time any more. */
  rest: () => Promise<void>;
  onProgress: (done: number, total: number) => void;
};

const toEntry =
  (type: LibraryEntry['type']) =>
  ({ title, duration, ...entry }: ShelfEntry): LibraryEntry => ({
    ...entry,
    type,
    title: title ?? '',
    durationMs: duration,
  });

const stampSchema = z.tuple([z.record(z.string(), z.number()), z.unknown(), z.unknown()]);
const readCounts = (stamp: string): Record<string, number> => stampSchema.parse(JSON.parse(stamp))[0];

export const readLibrary = async ({ place, type, ask, store, nowMs, rest, onProgress }: Reading): Promise<void> => {
  const kind = kinds.get(type);
  if (!kind) return;
  const { leaf, leafNumber, above } = kind;
  const sectionId = place.section;
  const count = async (number: number): Promise<number> => {
    const { total } = await ask.shelf({ sectionId, type: number, sort: 'addedAt:asc', start: 0, length: 0 });
    await rest();
    return total ?? 0;
  };

  const counts: Record<string, number> = {};
  for (const { name, number } of above) counts[name] = await count(number);
  const newest = await ask.shelf({ sectionId, type: leafNumber, sort: 'updatedAt:desc', start: 0, length: 1 });
  const total = newest.total ?? 0;
  counts[leaf] = total;
  const [changed] = newest.entries;
  /** Whatever is added, deleted or replaced changes this. */
  const stamp = JSON.stringify([counts, changed?.ratingKey ?? null, changed?.updatedAtMs ?? null]);

  const state = await store.state(place);
  if (state === null) return;
  const isFresh = state.readAtMs !== null && nowMs() - state.readAtMs < wholeEveryMs;
  if (isFresh && state.stamp === stamp) {
    await store.confirm(place, { counts, atMs: nowMs() });
    return;
  }

  /** The newest first, until all are known: then nothing else was added or deleted. */
  const readNewest = async (): Promise<boolean> => {
    for (let page = 0; page < mostNewPages; page += 1) {
      await rest();
      const start = page * pageItems;
      const { entries } = await ask.shelf({
        sectionId,
        type: leafNumber,
        sort: 'addedAt:desc',
        start,
        length: pageItems,
      });
      const known = await store.takeNew(place, entries.map(toEntry(leaf)));
      if (known === total) return true;
      if (known > total || entries.length === 0) return false;
    }
    return false;
  };
  const before = state.stamp === null ? null : readCounts(state.stamp);
  const grew = before !== null && total > (before[leaf] ?? 0);
  if (isFresh && grew && (await readNewest())) {
    await store.confirm(place, { counts, stamp, atMs: nowMs() });
    return;
  }

  let start = 0;
  if (state.nextStamp === stamp) start = state.nextItems;
  else await store.begin(place, stamp);
  let items = start;
  while (start < total) {
    onProgress(start, total);
    await rest();
    const page = await ask.shelf({ sectionId, type: leafNumber, sort: 'addedAt:asc', start, length: pageItems });
    if (page.read === 0) break;
    items = await store.take(place, page.entries.map(toEntry(leaf)));
    start += page.read;
  }
  // One that is not whole is read again at its next time.
  await store.finish(place, { counts, stamp: items === total ? stamp : null, atMs: nowMs() });
};
