// A webhook speeds up what the socket and the list say: it asks for the list, or brings a fact that only it knows.
import { type Event } from '../../src-contract/event.ts';
import { type Hint, type WebhookNews } from '../../src-contract/heard.ts';
import { stamp, unchanged, type Change, type Moment } from './input.ts';
import { hearTimeline } from './library-news.ts';
import { REPEATED_WEBHOOK_MS, SAME_NEWS_MS, WEBHOOK_POLL_MS } from './limits.ts';
import { type WatchState } from './state.ts';

type NewsOf<Kind extends WebhookNews['kind']> = Extract<WebhookNews, { kind: Kind }>;
type TimelineHint = Extract<Hint, { kind: 'timeline' }>;

/** The newest thing that was told about something: webhooks have no ids, so this is how a repeated one is known. */
export type ToldWebhook = { about: string; what: string; atMs: number };

const REMEMBERED = 200;

/**
 * Several webhooks within a second share one list. While the socket is open it may speak first: a list that lacks a
 * session before its `stopped` was heard would end it without its last position.
 */
const askSoon = (state: WatchState, atMs: number): WatchState => {
  const { askedAtMs, link, list } = state;
  if (askedAtMs !== null && askedAtMs >= atMs) return state;
  // What was wanted before now is under way or due: waiting once more would put it off for ever.
  const politeMs = link.kind === 'open' && askedAtMs === null ? atMs + WEBHOOK_POLL_MS : atMs;
  const lastAtMs = list?.requestedAtMs ?? Number.NEGATIVE_INFINITY;
  return { ...state, askedAtMs: Math.max(politeMs, lastAtMs + WEBHOOK_POLL_MS) };
};

/** Tells a fact unless it is the last that was told about the same thing a moment ago. */
const tellOnce = (state: WatchState, about: string, what: string, fact: () => Event, { atMs }: Moment): Change => {
  const recent = state.toldWebhooks.filter((told) => atMs - told.atMs < REPEATED_WEBHOOK_MS);
  if (recent.some((told) => told.about === about && told.what === what)) return unchanged(state);
  const others = recent.filter((told) => told.about !== about);
  const toldWebhooks = [...others, { about, what, atMs }].slice(-REMEMBERED);
  return { state: { ...state, toldWebhooks }, events: [fact()], samples: [] };
};

/** Films and episodes are new once; a show, a season, an artist or an album is "new" whenever something joins it. */
const CONTAINERS: ReadonlySet<number> = new Set([2, 3, 8, 9]);

/** Of seasons and episodes it is the show, of albums and tracks the artist. */
const toRootType = (itemType: number): number => (itemType === 9 || itemType === 10 ? 8 : 2);

const toTimeline = (news: NewsOf<'library-new'>): TimelineHint => ({
  kind: 'timeline',
  sectionId: news.sectionId,
  itemId: news.itemId,
  parentItemId: news.parentItemId,
  rootItemId: news.rootItemId,
  itemType: news.itemType,
  title: news.title,
  phase: 'created',
  metadataState: null,
});

/** Plex sends it minutes after the socket's messages, and for a whole show when only episodes came. */
const hearLibraryNew = (state: WatchState, news: NewsOf<'library-new'>, atMs: number): WatchState => {
  const rootId = news.rootItemId ?? news.itemId;
  let before = state;
  if (CONTAINERS.has(news.itemType)) {
    const isGathered = state.news.roots.some((root) => root.rootId === rootId);
    const isTold = state.news.toldRoots.some((root) => root.rootId === rootId && atMs - root.atMs < SAME_NEWS_MS);
    if (isGathered || isTold) return state;
    const told = state.news.told.filter((itemId) => itemId !== news.itemId);
    before = { ...state, news: { ...state.news, told } };
  }
  const created = toTimeline(news);
  const after = hearTimeline(before, created, atMs);
  const { rootItemId, rootTitle } = news;
  if (after === before || rootItemId === null || rootTitle === null) return after;
  // Lends the show's title to its episode.
  const root = { ...created, itemId: rootItemId, itemType: toRootType(news.itemType), title: rootTitle };
  return hearTimeline(after, { ...root, phase: 'processing' }, atMs);
};

export const hearWebhook = (state: WatchState, news: WebhookNews, moment: Moment): Change => {
  switch (news.kind) {
    case 'sessions-changed':
      return unchanged(askSoon(state, moment.atMs));
    case 'library-new':
      return unchanged(hearLibraryNew(state, news, moment.atMs));
    case 'item-rated': {
      const { about, userName, title, rating } = news;
      const fact = (): Event => ({ ...stamp(moment), kind: 'item-rated', userName, title, rating });
      return tellOnce(state, `rating ${about}`, String(rating), fact, moment);
    }
    case 'device-new': {
      const { title, userName } = news;
      const fact = (): Event => ({ ...stamp(moment), kind: 'device-new', title, userName });
      return tellOnce(state, `device ${title}`, userName ?? '', fact, moment);
    }
    case 'database-backup':
    case 'database-corrupted': {
      const { kind } = news;
      return tellOnce(state, kind, '', () => ({ ...stamp(moment), kind }), moment);
    }
  }
};
