// Where watching a server begins: nothing is known of it yet but what was open when Marquee last stopped.
import { type AdoptedSession } from '../../src-contract/heard.ts';
import { type Server } from '../../src-contract/server.ts';
import { noNews } from './library-news.ts';
import { WATCHED_SHARE } from './limits.ts';
import { keyNumber, type Gap, type Tracked, type WatchState } from './state.ts';
import { hasReached } from './watched.ts';

export type Beginning = {
  atMs: number;
  server: { id: string | null; name: string; uri: string };
  realtime: boolean;
  sessionPollMs: number;
  watchedShare?: number | undefined;
  adopted: readonly AdoptedSession[];
  /** When any Marquee last heard this server, for the gap of our own absence. */
  lastHeardMs: number | null;
  /** A gap that was open when Marquee last stopped: it is not over, and no other one is beside it. */
  openGap?: Pick<Gap, 'fromMs' | 'why'> | null | undefined;
};

const adopt = ({ session, lastSeenAtMs, versions, creditsStartMs }: AdoptedSession, watchedShare: number): Tracked => ({
  session: { ...session, silent: true },
  announced: true,
  seen: null,
  source:
    session.item.ratingKey === null || versions.length === 0
      ? null
      : {
          ratingKey: session.item.ratingKey,
          guid: session.item.guid,
          durationMs: session.item.durationMs,
          creditsStartMs,
          versions,
        },
  sourceRead: versions.length > 0,
  limits: null,
  known: null,
  seenAtMs: lastSeenAtMs,
  hintAtMs: null,
  movedAtMs: lastSeenAtMs,
  missingSinceMs: lastSeenAtMs,
  left: null,
  heardTranscodeKey: session.transcode?.key ?? null,
  claim: null,
  confirmed: session.stream.confirmed ? session.stream : null,
  toldTranscode: session.stream.confirmed && session.stream.decision === 'transcode' ? session.transcode : null,
  slowSinceMs: null,
  watched: hasReached(session, creditsStartMs, watchedShare),
  sampledAtMs: null,
  stallingSinceMs: session.state === 'buffering' ? lastSeenAtMs : null,
  firstSignMs: null,
});

/** `owned` is believed until the server says otherwise: only its owner may read the session list. */
const unknownServer = (server: Beginning['server']): Server => ({
  id: server.id ?? server.uri,
  name: server.name,
  version: '',
  platform: null,
  plexPass: null,
  canTerminate: null,
  owned: true,
  origin: 'address',
  accountId: null,
  enabled: true,
  trustedCertificate: null,
  // Which way to it is used is no matter of what it says; it is laid over what is shown.
  connection: null,
  status: { kind: 'connecting' },
  remoteAccess: null,
  updateAvailable: null,
  activities: [],
});

/** One that is not to be watched: it is shown, and nothing is asked of it. */
export const toUnwatched = (server: Beginning['server']): Server => ({
  ...unknownServer(server),
  status: { kind: 'disabled' },
});

const toGap = ({ openGap, lastHeardMs }: Pick<Beginning, 'openGap' | 'lastHeardMs'>): Gap | null => {
  if (openGap) return { ...openGap, told: true };
  return lastHeardMs === null ? null : { fromMs: lastHeardMs, why: 'our-start', told: false };
};

export const beginWatching = ({ watchedShare = WATCHED_SHARE, ...beginning }: Beginning): WatchState => ({
  serverId: beginning.server.id,
  ownerName: null,
  limits: null,
  server: unknownServer(beginning.server),
  sessionPollMs: beginning.sessionPollMs,
  watchedShare,
  link: { kind: beginning.realtime ? 'opening' : 'off' },
  tracked: beginning.adopted.map((adopted) => adopt(adopted, watchedShare)),
  strangers: [],
  ghosts: [],
  highestKey: Math.max(0, ...beginning.adopted.map(({ session }) => keyNumber(session.sessionKey))),
  restarted: false,
  settlingUntilMs: null,
  list: null,
  askedAtMs: beginning.atMs,
  notBeforeMs: null,
  failures: 0,
  heardAtMs: null,
  gap: toGap(beginning),
  stops: [],
  cancels: [],
  news: noNews,
  toldWebhooks: [],
});
