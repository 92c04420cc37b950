// What the owner's Plex servers answer: one question to all of them or to one, each answer with the server it is from.
import { implement } from '@orpc/server';
import { plexContract } from '../../src-contract/plex.ts';
import type { PlexMetadata, PlexTranscode } from '../../src-contract/plex.ts';
import type { Server } from '../../src-contract/server.ts';
import type { Clock } from '../lib/clock.ts';
import { createCancelling } from './plex-cancel.ts';
import { findItem } from './plex-metadata.ts';
import { choose, toHeaders, toSilent, type Part, type PlexServer, type PlexServers } from './plex-servers.ts';
import type { FindWatcher } from './sessions.ts';
import type { LiveFeed } from './live-feed.ts';
import { createSharedAnswers, type Answer } from './shared-answers.ts';

export type PlexRoom = {
  servers: PlexServers;
  live: Pick<LiveFeed, 'snapshot'>;
  watchers: FindWatcher;
  clock: Clock;
};

const os = implement(plexContract);

/** The live picture is as old as the last time its server was heard. */
const toPictureAnswer = <Value>(value: Value, { status }: Server, nowMs: number): Answer<Value> => {
  if (status.kind === 'live' || status.kind === 'polling') return { kind: 'answered', value, ageMs: 0, failure: null };
  if (status.kind === 'connecting' || status.kind === 'disabled') {
    return { kind: 'failed', failure: { why: status.kind, retryAfterMs: null } };
  }
  const retryAfterMs =
    status.kind === 'unreachable' && status.nextTryAtMs !== null ? Math.max(0, status.nextTryAtMs - nowMs) : null;
  const ageMs = Math.max(0, nowMs - status.sinceMs);
  return { kind: 'answered', value, ageMs, failure: { why: status.kind, retryAfterMs } };
};

export const plexBranch = ({ servers, live, watchers, clock }: PlexRoom) => {
  /** Asks each chosen server and puts the answers in one list; null when a server is named that nobody watches. */
  const gather = async <Value>(
    serverId: string | undefined,
    ask: (server: PlexServer) => Promise<Answer<Value>>,
  ): Promise<Part<Value>[] | null> => {
    const chosen = choose(servers, serverId);
    if (chosen === null) return null;
    return Promise.all(chosen.map(async (one) => ({ answer: await ask(one), serverId: one.server().id })));
  };

  /** One list of all answers; `silent` when servers were asked and none has ever answered. */
  const toList = <Element>(parts: Part<Element[]>[]) => {
    const silent = toSilent(parts);
    const body = parts.flatMap(({ serverId, answer }) =>
      answer.kind === 'answered' ? answer.value.map((element) => ({ ...element, serverId })) : [],
    );
    return { isSilent: parts.length > 0 && silent.length === parts.length, silent, headers: toHeaders(parts), body };
  };

  type ListErrors = {
    UNKNOWN_SERVER: () => Error;
    SERVERS_NOT_ANSWERING: (options: { data: { servers: ReturnType<typeof toSilent> } }) => Error;
  };
  const answerList = <Element>(parts: Part<Element[]>[] | null, errors: ListErrors) => {
    if (parts === null) throw errors.UNKNOWN_SERVER();
    const { isSilent, silent, headers, body } = toList(parts);
    if (isSilent) throw errors.SERVERS_NOT_ANSWERING({ data: { servers: silent } });
    return { headers, body };
  };

  /** One endpoint of Plex with its own shared answers. */
  const sharing = <Element>(question: (server: PlexServer) => Promise<Element[]>) => {
    const shared = createSharedAnswers<Element[]>(clock);
    return (serverId: string | undefined) =>
      gather(serverId, (server) => shared(server.server().id, () => question(server)));
  };

  const identity = sharing(async ({ ask }) => [await ask.plexIdentity()]);
  const capabilities = sharing(async ({ ask }) => [await ask.capabilities()]);
  const devices = sharing(({ ask }) => ask.devices());
  const accounts = sharing(({ ask }) => ask.accounts());
  const activities = sharing(({ ask }) => ask.activities());
  const playlists = sharing(({ ask }) => ask.playlists());
  const sections = sharing(({ ask }) => ask.sections());
  const onDeck = sharing(({ ask }) => ask.onDeck());
  const recentlyAdded = sharing(({ ask }) => ask.recentlyAdded());
  const transcodes = sharing<PlexTranscode>(({ ask }) => ask.transcodes());
  const items = createSharedAnswers<PlexMetadata | null>(clock);
  const cancelling = createCancelling({ servers, live, watchers, transcodes, clock });

  return {
    sessions: os.sessions.handler(async ({ input, errors }) => {
      const { sessions } = live.snapshot();
      const parts = await gather(input.server, async ({ server }) => {
        const own = sessions.filter(({ serverId }) => serverId === server().id);
        return toPictureAnswer(own, server(), clock.nowMs());
      });
      return answerList(parts, errors);
    }),
    identity: os.identity.handler(async ({ input, errors }) => answerList(await identity(input.server), errors)),
    capabilities: os.capabilities.handler(async ({ input, errors }) =>
      answerList(await capabilities(input.server), errors),
    ),
    devices: os.devices.handler(async ({ input, errors }) => answerList(await devices(input.server), errors)),
    accounts: os.accounts.handler(async ({ input, errors }) => answerList(await accounts(input.server), errors)),
    activities: os.activities.handler(async ({ input, errors }) => answerList(await activities(input.server), errors)),
    playlists: os.playlists.handler(async ({ input, errors }) => answerList(await playlists(input.server), errors)),
    sections: os.sections.handler(async ({ input, errors }) => answerList(await sections(input.server), errors)),
    onDeck: os.onDeck.handler(async ({ input, errors }) => answerList(await onDeck(input.server), errors)),
    recentlyAdded: os.recentlyAdded.handler(async ({ input, errors }) =>
      answerList(await recentlyAdded(input.server), errors),
    ),
    transcodes: os.transcodes.handler(async ({ input, errors }) => answerList(await transcodes(input.server), errors)),
    metadata: os.metadata.handler(async ({ input, errors }) => {
      const { ratingKey } = input;
      const parts = await gather(input.server, (server) =>
        items(`${server.server().id} ${ratingKey}`, () => server.ask.metadata(ratingKey)),
      );
      if (parts === null) throw errors.UNKNOWN_SERVER();
      const found = findItem(parts);
      switch (found.kind) {
        case 'item':
          return { headers: toHeaders(parts), body: { ...found.item, serverId: found.serverId } };
        case 'ambiguous': {
          const nameOf = new Map(servers().map(({ server }) => [server().id, server().name]));
          const candidates = found.candidates.map((one) => ({ ...one, name: nameOf.get(one.serverId) ?? '' }));
          throw errors.AMBIGUOUS_SERVER({ data: { candidates } });
        }
        case 'silent':
          throw errors.SERVERS_NOT_ANSWERING({ data: { servers: toSilent(parts) } });
        case 'missing':
          throw errors.UNKNOWN_ITEM();
      }
    }),
    cancelTranscode: os.cancelTranscode.handler(async ({ input, errors }) => {
      const found = await cancelling.find(input.params.sessionKey, input.query?.server);
      switch (found.kind) {
        case 'unknown-server':
          throw errors.UNKNOWN_SERVER();
        case 'silent':
          throw errors.SERVERS_NOT_ANSWERING({ data: { servers: found.servers } });
        case 'unknown':
          throw errors.UNKNOWN_TRANSCODE();
        case 'ambiguous':
          throw errors.AMBIGUOUS_SERVER({ data: { candidates: found.candidates } });
        case 'not-transcoding':
          throw errors.NOT_TRANSCODING({ data: { serverId: found.serverId, sessionId: found.sessionId } });
        case 'found': {
          const { outcome, silent } = await found.cancel();
          if (silent !== null) throw errors.SERVERS_NOT_ANSWERING({ data: { servers: [silent] } });
          return outcome;
        }
      }
    }),
  };
};
