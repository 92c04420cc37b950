// What the notifications say: who or what, and what happened in the title; where, and what it means, below.
import type { EventOf } from '../../src-contract/event.ts';
import type { Session, Stream } from '../../src-contract/session.ts';
import type { NoticeKind } from '../../src-contract/settings.ts';
import { formatCount, formatSpan } from '../../src-contract/text/format.ts';
import { describeEnding, describeItem, describePlayer } from '../../src-contract/text/words.ts';
import { describeDelivery } from './describe-delivery.ts';

export type Words = { title: string; body: string };

const titleOf = ({ item }: Pick<Session, 'item'>): string => describeItem(item).title;

const lines = (...all: (string | null)[]): string => all.filter((line) => line !== null && line !== '').join('\n');

/** `S1 · E2 · Cold Goods`; a film needs no such line. */
const partOf = ({ item }: Session): string | null =>
  item.live || item.type === 'episode' || item.type === 'track' ? describeItem(item).line : null;

const placeOf = (session: Session, server: string): string => `${server} · ${describePlayer(session.player)}`;

/** `stream` is null until two readings agreed how it is delivered. */
export const describeStart = (session: Session, server: string, stream: Stream | null): Words => ({
  title: `${session.user.name} started ${titleOf(session)}`,
  body: lines(partOf(session), placeOf(session, server), stream && describeDelivery({ ...session, stream })),
});

export const describeStopped = ({ session, endedBy, atMs }: EventOf<'session-stopped'>, server: string): Words => {
  const { startedAtMs, pausedMs, user } = session;
  const after = `after ${formatSpan(Math.max(0, atMs - startedAtMs - pausedMs))}`;
  if (endedBy !== 'stopped') {
    return {
      title: `${user.name}’s stream of ${titleOf(session)} has ended`,
      body: lines(`${placeOf(session, server)} · ${after}`, describeEnding(endedBy)),
    };
  }
  return {
    title: `${user.name} stopped ${titleOf(session)}`,
    body: lines(partOf(session), `${placeOf(session, server)} · ${after}`),
  };
};

export const describeLongPause = (session: Session, server: string, forMs: number): Words => ({
  title: `${session.user.name} has paused ${titleOf(session)} for ${formatSpan(forMs)}`,
  body: placeOf(session, server),
});

export const describeBuffering = (session: Session, server: string): Words => ({
  title: `${titleOf(session)} keeps buffering for ${session.user.name}`,
  body: lines(placeOf(session, server), describeDelivery(session)),
});

export const describeStarving = (session: Session, server: string): Words => ({
  title: `${titleOf(session)} will stop to buffer for ${session.user.name}`,
  body: `Its transcode on ${server} has been slower than real time for 20 s.`,
});

export const describeTranscode = (
  session: Session,
  server: string,
  { reasons }: Pick<EventOf<'transcode-started'>, 'reasons'>,
): Words => ({
  title: `${server} transcodes ${titleOf(session)} for ${session.user.name}`,
  body: lines(describePlayer(session.player), reasons[0]?.text ?? null, reasons[0]?.remedy ?? null),
});

const describeCounts = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([type, count]) => formatCount(count, type))
    .join(', ');

/** About a server, or what is on it. */
export type ServerNews = EventOf<
  | 'server-down'
  | 'server-up'
  | 'remote-access-down'
  | 'remote-access-up'
  | 'server-update-available'
  | 'sign-in-expired'
  | 'library-added'
  | 'device-new'
>;

export const describeServerNews = (event: ServerNews, server: string): Words & { kind: NoticeKind } => {
  switch (event.kind) {
    case 'server-down':
      return { kind: 'server-down', title: `${server} is not answering`, body: `${event.why} Marquee keeps trying.` };
    case 'server-up':
      return { kind: 'server-up', title: `${server} is back`, body: `Plex ${event.version}` };
    case 'remote-access-down':
      return {
        kind: 'remote-access-down',
        title: `${server} is out of reach from outside`,
        body: 'Plex lost its remote access. Streams at home go on.',
      };
    case 'remote-access-up':
      return {
        kind: 'remote-access-up',
        title: `${server} is reached from outside again`,
        body: 'Plex has its remote access back.',
      };
    case 'server-update-available':
      return {
        kind: 'server-update',
        title:
          event.version === null ? `An update for ${server} is there` : `Plex ${event.version} is there for ${server}`,
        body: 'Install it from the settings of Plex.',
      };
    case 'sign-in-expired':
      return {
        kind: 'sign-in-expired',
        title: `${server} no longer accepts our sign-in`,
        body: 'Recording is paused until Marquee has a new token.',
      };
    case 'library-added':
      return { kind: 'media-added', title: `New on ${server}: ${event.title}`, body: describeCounts(event.counts) };
    case 'device-new':
      return {
        kind: 'device-new',
        title: `A new device on ${server}: ${event.title}`,
        body: event.userName === null ? 'It was never seen before.' : `${event.userName} uses it.`,
      };
  }
};

const manyWords: Readonly<Record<NoticeKind, (count: number) => string>> = {
  started: (count) => `${count} streams started`,
  stopped: (count) => `${count} streams ended`,
  'paused-long': (count) => `${count} streams have been paused for long`,
  buffering: (count) => `${count} streams keep buffering`,
  'transcode-started': (count) => `${count} transcodes started`,
  starving: (count) => `${count} streams will stop to buffer`,
  'media-added': (count) => `${count} new titles`,
  'device-new': (count) => `${count} new devices`,
  'server-down': (count) => `${count} servers are not answering`,
  'server-up': (count) => `${count} servers are back`,
  'remote-access-down': (count) => `${count} servers are out of reach from outside`,
  'remote-access-up': (count) => `${count} servers are reached from outside again`,
  'server-update': (count) => `${count} servers have an update`,
  'sign-in-expired': (count) => `${count} servers no longer accept our sign-in`,
};

/** Three by name, the rest by number. */
export const describeMany = (kind: NoticeKind, shorts: readonly string[]): Words => {
  const more = shorts.length - 3;
  return {
    title: manyWords[kind](shorts.length),
    body: `${shorts.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  };
};

/** How one of many is named: `alice: Metropolis`. */
export const describeShortly = (session: Session): string => `${session.user.name}: ${titleOf(session)}`;
