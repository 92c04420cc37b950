// Finds the one transcode that a key means, and cancels it. What it cannot be sure of, it does not touch.
import type { CancelOutcome } from '../../src-contract/event.ts';
import type { PlexTranscode } from '../../src-contract/plex.ts';
import type { Session } from '../../src-contract/session.ts';
import type { Clock } from '../lib/clock.ts';
import { isServerFailure } from './is-server-failure.ts';
import { toStream } from '../watch/deliver.ts';
import type { LiveFeed } from './live-feed.ts';
import { choose, type Part, type PlexServers, type Silent } from './plex-servers.ts';
import type { FindWatcher } from './sessions.ts';

type Means = {
  servers: PlexServers;
  live: Pick<LiveFeed, 'snapshot'>;
  watchers: FindWatcher;
  transcodes: (serverId: string | undefined) => Promise<Part<PlexTranscode[]>[] | null>;
  clock: Clock;
};

/** The outcome, or the server that could not be asked. */
type Cancelled = { outcome: CancelOutcome; silent: null } | { outcome: null; silent: Silent };

export type FoundTranscode =
  | { kind: 'found'; cancel: () => Promise<Cancelled> }
  | { kind: 'ambiguous'; candidates: { serverId: string; name: string; title: string | null }[] }
  | { kind: 'not-transcoding'; serverId: string; sessionId: string }
  | { kind: 'silent'; servers: Silent[] }
  | { kind: 'unknown-server' }
  | { kind: 'unknown' };

/** A session that the key means, or a transcode without a session of ours: a download, or one that began just now. */
type Candidate = { serverId: string; key: string; session: Session | null };

/** Keys are also written as Plex's own path, `/transcode/sessions/{key}`. */
const lastSegment = (key: string): string => key.split('/').findLast((segment) => segment !== '') ?? key;

export const createCancelling = ({ servers, live, watchers, transcodes, clock }: Means) => {
  const findCandidates = (key: string, parts: Part<PlexTranscode[]>[]): Candidate[] =>
    parts.flatMap(({ serverId, answer }) => {
      const sessions = live
        .snapshot()
        .sessions.filter((session) => session.serverId === serverId)
        .filter((session) => session.sessionKey === key || session.transcode?.key === key)
        .map((session): Candidate => ({ serverId, key: session.transcode?.key ?? key, session }));
      const isListed = answer.kind === 'answered' && answer.value.some((transcode) => transcode.key === key);
      return isListed && sessions.length === 0 ? [{ serverId, key, session: null }] : sessions;
    });

  const toSilentNow = (serverId: string, error: unknown): Silent => {
    const why =
      error instanceof Error && 'kind' in error && typeof error.kind === 'string' ? error.kind : 'unreachable';
    return { serverId, why, retryAfterMs: null };
  };

  /** Without a session there is nothing to watch: the list says whether it is gone. */
  const cancelUnwatched = async ({ serverId, key }: Candidate): Promise<CancelOutcome> => {
    const ask = choose(servers, serverId)?.[0]?.ask;
    if (!ask) return { kind: 'nothing-to-stop' };
    const askedAtMs = clock.nowMs();
    try {
      await ask.cancelTranscode(key);
    } catch (error) {
      const kind = error instanceof Error && 'kind' in error ? error.kind : null;
      if (kind === 'not-found') return { kind: 'nothing-to-stop' };
      if (kind === 'unauthorized' || kind === 'forbidden') return { kind: 'refused', why: 'not-owner' };
      throw error;
    }
    const left = await ask.transcodes();
    const afterMs = clock.nowMs() - askedAtMs;
    return left.some((transcode) => transcode.key === key)
      ? { kind: 'still-transcoding', afterMs }
      : { kind: 'session-ended', afterMs };
  };

  /** Plex attaches a transcode to some direct plays: that one is not cancelled either. */
  const findUnwatched = async (candidate: Candidate): Promise<FoundTranscode> => {
    const { serverId, key } = candidate;
    try {
      const listed = await choose(servers, serverId)?.[0]?.ask.sessions();
      const seen = listed?.find(({ transcode }) => transcode?.key === key);
      if (!seen || toStream(seen, null).decision !== 'direct-play') {
        return { kind: 'found', cancel: () => cancel(candidate) };
      }
      const { sessions } = live.snapshot();
      const own = sessions.find((one) => one.serverId === serverId && one.sessionKey === seen.sessionKey);
      return { kind: 'not-transcoding', serverId, sessionId: own?.id ?? seen.sessionKey };
    } catch (error) {
      if (!isServerFailure(error)) throw error;
      return { kind: 'silent', servers: [toSilentNow(serverId, error)] };
    }
  };

  const cancel = async (candidate: Candidate): Promise<Cancelled> => {
    const { session, serverId } = candidate;
    const watcher = session && watchers(session.id);
    try {
      const outcome = session && watcher ? await watcher.cancelTranscode(session.id) : await cancelUnwatched(candidate);
      return { outcome, silent: null };
    } catch (error) {
      if (!isServerFailure(error)) throw error;
      return { outcome: null, silent: toSilentNow(serverId, error) };
    }
  };

  return {
    find: async (keyOrPath: string, serverId: string | undefined): Promise<FoundTranscode> => {
      const key = lastSegment(keyOrPath);
      const parts = await transcodes(serverId);
      if (parts === null) return { kind: 'unknown-server' };
      const candidates = findCandidates(key, parts);
      const [candidate, ...others] = candidates;
      if (others.length > 0) {
        const nameOf = new Map(servers().map(({ server }) => [server().id, server().name]));
        const toNamed = ({ serverId: id, session }: Candidate) => ({
          serverId: id,
          name: nameOf.get(id) ?? '',
          title: session?.item.title ?? null,
        });
        return { kind: 'ambiguous', candidates: candidates.map(toNamed) };
      }
      // Another server that does not answer now may know the key as well.
      const unsure = parts.flatMap(({ serverId: id, answer }) =>
        answer.failure === null || answer.failure.why === 'not-found' || id === candidate?.serverId
          ? []
          : [{ serverId: id, ...answer.failure }],
      );
      if (unsure.length > 0) return { kind: 'silent', servers: unsure };
      if (!candidate) return { kind: 'unknown' };
      const { session } = candidate;
      if (session === null) return findUnwatched(candidate);
      if (session.transcode === null || session.stream.decision === 'direct-play') {
        return { kind: 'not-transcoding', serverId: session.serverId, sessionId: session.id };
      }
      return { kind: 'found', cancel: () => cancel(candidate) };
    },
  };
};
