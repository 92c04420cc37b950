// What is new in a library: gathered while the server works through its queue, told once per movie, show or artist.
import { type Event } from '../../src-contract/event.ts';
import { type Hint } from '../../src-contract/heard.ts';
import { stamp, type Change, type Moment } from './input.ts';
import { LIBRARY_QUIET_MS, SAME_NEWS_MS } from './limits.ts';
import { type WatchState } from './state.ts';

type TimelineHint = Extract<Hint, { kind: 'timeline' }>;
type NewsItem = { itemId: string; type: string; title: string };

type Root = {
  rootId: string;
  sectionId: string | null;
  added: readonly NewsItem[];
  removed: readonly NewsItem[];
  /** The title of the show or artist itself, where a message named it. */
  title: string | null;
  lastAtMs: number;
};

export type LibraryNews = {
  roots: readonly Root[];
  /** Items that were told of lately, so that a repeated message is not news. */
  told: readonly string[];
  /** Movies, shows and artists that were told of lately, and when. */
  toldRoots: readonly { rootId: string; atMs: number }[];
};

export const noNews: LibraryNews = { roots: [], told: [], toldRoots: [] };

const REMEMBERED = 1000;

/** Plex's numbers. Others are collections, playlists and what it does not know itself. */
const TYPES = new Map([
  [1, 'movie'],
  [2, 'show'],
  [3, 'season'],
  [4, 'episode'],
  [8, 'artist'],
  [9, 'album'],
  [10, 'track'],
  [13, 'photo'],
  [14, 'photo album'],
]);

/** Plex writes -1 or 0 where there is no such item. */
const realId = (id: string | null): string | null => (id === null || !/^[1-9]\d*$/.test(id) ? null : id);

const toEntry = (hint: TimelineHint): (NewsItem & { rootId: string }) | null => {
  const itemId = realId(hint.itemId);
  const type = TYPES.get(hint.itemType);
  if (itemId === null || type === undefined) return null;
  return { itemId, type, title: hint.title, rootId: realId(hint.rootItemId) ?? realId(hint.parentItemId) ?? itemId };
};

const without = (items: readonly NewsItem[], itemId: string) => items.filter((item) => item.itemId !== itemId);

const withItem = (items: readonly NewsItem[], { itemId, type, title }: NewsItem): readonly NewsItem[] => {
  const before = items.find((item) => item.itemId === itemId);
  return [...without(items, itemId), { itemId, type, title: title === '' ? (before?.title ?? '') : title }];
};

/**
 * Only what was created or deleted is news; a refresh says `processing` and `done` of old items too. What was created
 * gets its title later, so every later message about it counts.
 */
export const hearTimeline = (state: WatchState, hint: TimelineHint, atMs: number): WatchState => {
  const entry = toEntry(hint);
  if (entry === null) return state;
  const { roots, told } = state.news;
  const known = roots.find(({ rootId }) => rootId === entry.rootId);
  const isDeleted = hint.phase === 'deleted' || hint.metadataState === 'deleted';
  const isCreated = hint.phase === 'created' || hint.metadataState === 'created';
  const isGathered = known?.added.some(({ itemId }) => itemId === entry.itemId) ?? false;
  const isNews = isDeleted || isGathered || (isCreated && !told.includes(entry.itemId));
  // A show that is only refreshed still lends its title to its new episodes.
  if (!isNews && (known === undefined || entry.itemId !== entry.rootId)) return state;
  const before = known ?? {
    rootId: entry.rootId,
    sectionId: null,
    added: [],
    removed: [],
    title: null,
    lastAtMs: atMs,
  };
  const root: Root = {
    ...before,
    sectionId: hint.sectionId ?? before.sectionId,
    added: isDeleted ? without(before.added, entry.itemId) : isNews ? withItem(before.added, entry) : before.added,
    // Added and deleted again before anyone was told: nothing happened.
    removed: isDeleted && !isGathered ? withItem(before.removed, entry) : before.removed,
    title: entry.itemId === entry.rootId && entry.title !== '' ? entry.title : before.title,
    lastAtMs: atMs,
  };
  const others = roots.filter((one) => one !== known);
  return { ...state, news: { ...state.news, roots: [...others, root] } };
};

const countTypes = (items: readonly NewsItem[]): Record<string, number> =>
  items.reduce<Record<string, number>>((counts, { type }) => ({ ...counts, [type]: (counts[type] ?? 0) + 1 }), {});

const describe = ({ rootId, sectionId, title }: Root, items: readonly NewsItem[]) => {
  const titles = items.map((item) => item.title).filter((one) => one !== '');
  return { sectionId, ratingKey: rootId, title: title ?? titles[0] ?? '', counts: countTypes(items), titles };
};

/** When a library has been quiet for a while, one fact for each thing that grew or shrank. */
export const tellLibraryNews = (state: WatchState, moment: Moment): Change => {
  const { roots, told, toldRoots } = state.news;
  const ripe = roots.filter(({ lastAtMs }) => moment.atMs - lastAtMs >= LIBRARY_QUIET_MS);
  if (ripe.length === 0) return { state, events: [], samples: [] };
  const events = ripe.flatMap((root): Event[] => [
    ...(root.added.length === 0
      ? []
      : [{ ...stamp(moment), kind: 'library-added' as const, ...describe(root, root.added) }]),
    ...(root.removed.length === 0
      ? []
      : [{ ...stamp(moment), kind: 'library-removed' as const, ...describe(root, root.removed) }]),
  ]);
  const removed = new Set(ripe.flatMap((root) => root.removed.map(({ itemId }) => itemId)));
  const added = ripe.flatMap((root) => root.added.map(({ itemId }) => itemId));
  const news: LibraryNews = {
    roots: roots.filter((root) => !ripe.includes(root)),
    told: [...told.filter((itemId) => !removed.has(itemId)), ...added].slice(-REMEMBERED),
    toldRoots: [...toldRoots, ...ripe.map(({ rootId }) => ({ rootId, atMs: moment.atMs }))]
      .filter(({ rootId, atMs }) => !removed.has(rootId) && moment.atMs - atMs < SAME_NEWS_MS)
      .slice(-REMEMBERED),
  };
  return { state: { ...state, news }, events, samples: [] };
};
