// What the window says about people, items, servers and the whole, in short and concrete sentences.
import type { MouthHealth } from '../src-contract/live.ts';
import type { Server, ServerStatus } from '../src-contract/server.ts';
import type { Play } from '../src-contract/play.ts';
import type { Item, Session } from '../src-contract/session.ts';
import type { EndedBy, SessionState } from '../src-contract/words.ts';
import { formatCount, formatMegabits, formatMoment, formatPercent } from './format.ts';

/** The heading of a card and the quieter line under it. */
export function describeItem(item: Item): { title: string; line: string | null } {
  if (item.live) {
    const show = item.grandparentTitle ?? item.title;
    return { title: show, line: list(item.channel ?? 'Live TV', show === item.title ? null : item.title, 'live TV') };
  }
  switch (item.type) {
    case 'movie':
      return { title: item.title, line: list(item.year === null ? null : String(item.year), 'movie') };
    case 'episode':
      return item.grandparentTitle === null
        ? { title: item.title, line: list(describeNumber(item), 'episode') }
        : { title: item.grandparentTitle, line: list(describeNumber(item), item.title) };
    case 'track':
      return { title: item.title, line: join(' – ', item.originalTitle ?? item.grandparentTitle, item.parentTitle) };
    case 'photo':
      return { title: item.title, line: list(item.parentTitle, 'photo') };
    case 'clip':
      return { title: item.title, line: item.purpose === 'content' ? 'clip' : item.purpose };
    case 'other':
      return { title: item.title, line: null };
  }
}

/** The name by which a card is known, also to a screen reader: `Metropolis, alice`. */
export function describeSession(session: Pick<Session, 'item' | 'user'>): string {
  return `${describeItem(session.item).title}, ${session.user.name}`;
}

/** `Shield, living room`: the app or device, and the name that its owner gave it. */
export function describePlayer(player: Session['player']): string {
  const kind = player.device ?? player.product ?? player.platform;
  return kind === null || kind === player.title ? player.title : `${kind}, ${player.title}`;
}

const stateWords: Readonly<Record<SessionState, string>> = {
  playing: 'Playing',
  paused: 'Paused',
  buffering: 'Buffering',
};

export function describeState(session: Pick<Session, 'state' | 'pausedSinceMs'>, nowMs: number): string {
  if (session.state !== 'paused' || session.pausedSinceMs === null) return stateWords[session.state];
  return `Paused since ${formatMoment(session.pausedSinceMs, nowMs)}`;
}

/** The last words of a card. */
export function describeEnding(endedBy: EndedBy): string {
  switch (endedBy) {
    case 'stopped':
      return 'Ended.';
    case 'next-item':
      return 'Ended; the next one follows.';
    case 'killed':
      return 'Stopped by the server’s owner.';
    case 'vanished':
      return 'Ended: it left the server’s list without a goodbye.';
    case 'server-restarted':
      return 'Ended when the server restarted.';
    case 'presumed':
      return 'Ended, presumably; nobody saw when.';
  }
}

export type Summary = { streams: string; transcodes: string; bandwidth: string; note: string | null };

/** The line above the cards. Streams whose bandwidth Plex does not say are counted and named, never taken as zero. */
export function describeSummary(sessions: readonly Session[]): Summary {
  const known = sessions.flatMap(({ network }) =>
    network.bandwidthKbps === null ? [] : [{ location: network.location, kbps: network.bandwidthKbps }],
  );
  const sum = (of: typeof known) => of.reduce((total, { kbps }) => total + kbps, 0);
  const lan = known.filter(({ location }) => location === 'lan');
  const wan = known.filter(({ location }) => location === 'wan' || location === 'relay');
  const silent = sessions.length - known.length;
  const places = join(
    ', ',
    lan.length > 0 ? `LAN ${formatMegabits(sum(lan))}` : null,
    wan.length > 0 ? `WAN ${formatMegabits(sum(wan))}` : null,
  );
  return {
    streams: formatCount(sessions.length, 'stream'),
    transcodes: formatCount(sessions.filter(({ stream }) => isTranscoding(stream)).length, 'transcode'),
    bandwidth:
      known.length === 0 && silent > 0
        ? 'bandwidth unknown'
        : `${formatMegabits(sum(known))} Mbps${places === null ? '' : ` (${places})`}`,
    note: known.length > 0 && silent > 0 ? `${silent} not known` : null,
  };
}

/** What the browser's tab says. */
export function describeTab(sessions: readonly Session[]): string {
  return sessions.length === 0 ? 'Marquee' : `${formatCount(sessions.length, 'stream')} · Marquee`;
}

/** A claim that two readings have not yet confirmed does not count. */
export function isTranscoding(stream: Session['stream']): boolean {
  return stream.confirmed && stream.decision === 'transcode';
}

/** How a server is heard. `nextTryAtMs` lets the page count down. */
export type StatusWords = {
  tone: 'well' | 'waiting' | 'problem' | 'off';
  word: string;
  why: string | null;
  nextTryAtMs: number | null;
};

export function describeStatus(status: ServerStatus, nowMs: number): StatusWords {
  const none = { why: null, nextTryAtMs: null };
  switch (status.kind) {
    case 'connecting':
      return { ...none, tone: 'waiting', word: 'connecting' };
    case 'live':
      return { ...none, tone: 'well', word: 'live' };
    case 'polling':
      return { ...none, tone: 'waiting', word: 'polling', why: status.why };
    case 'unreachable':
      return {
        tone: 'problem',
        word: `not answering since ${formatMoment(status.sinceMs, nowMs)}`,
        why: status.why,
        nextTryAtMs: status.nextTryAtMs,
      };
    case 'unauthorized':
      return {
        ...none,
        tone: 'problem',
        word: `signed out since ${formatMoment(status.sinceMs, nowMs)}`,
        why: status.why,
      };
    case 'disabled':
      return { ...none, tone: 'off', word: 'not watched' };
  }
}

/** A strip above the page: what is wrong, and what to do or to wait for. */
export type Alarm = { key: string; text: string; hint: string | null; nextTryAtMs: number | null };

const mouthNames: Readonly<Record<MouthHealth['name'], string>> = {
  history: 'The history',
  publish: 'Publishing',
  webhooks: 'The webhook listener',
  web: 'The web server',
};

export function describeAlarms(servers: readonly Server[], health: readonly MouthHealth[], nowMs: number): Alarm[] {
  const ofServers = servers.flatMap(({ id, name, status }): Alarm[] => {
    if (status.kind === 'unreachable') {
      const text = `${name} is not answering since ${formatMoment(status.sinceMs, nowMs)}.`;
      return [{ key: id, text, hint: 'Its streams are shown as last seen.', nextTryAtMs: status.nextTryAtMs }];
    }
    if (status.kind !== 'unauthorized') return [];
    const text = `Recording of ${name} is paused: Plex no longer accepts our sign-in since ${formatMoment(status.sinceMs, nowMs)}.`;
    return [{ key: id, text, hint: 'Give Marquee a new token and start it again.', nextTryAtMs: null }];
  });
  const ofOurselves = health.flatMap(({ name, ok, text, sinceMs }): Alarm[] => {
    if (ok) return [];
    const since = sinceMs === null ? '' : ` since ${formatMoment(sinceMs, nowMs)}`;
    return [
      { key: name, text: `${mouthNames[name]} of Marquee is not working${since}.`, hint: text, nextTryAtMs: null },
    ];
  });
  return [...ofServers, ...ofOurselves];
}

/** How much of it was seen: `watched`, `31 %`, or nothing where the origin does not say. */
export function describeShare({ watched, percent }: Pick<Play, 'watched' | 'percent'>): string {
  return watched ? 'watched' : percent === null ? 'length unknown' : formatPercent(percent);
}

/** The strip when Marquee itself is out of reach. */
export function describeLost(sinceMs: number, nextTryAtMs: number | null, nowMs: number): Alarm {
  const text = `Marquee is not answering since ${formatMoment(sinceMs, nowMs)}.`;
  return { key: 'marquee', text, hint: 'What you see is what it last said.', nextTryAtMs };
}

/** What a screen reader is told when streams start or end; many at once become a number. */
export function describeNews(started: readonly Session[], ended: readonly Session[]): string | null {
  const tell = (sessions: readonly Session[], one: (session: Session) => string, many: string) =>
    sessions.length === 0
      ? null
      : sessions.length > 3
        ? `${sessions.length} streams ${many}.`
        : sessions.map(one).join(' ');
  return join(
    ' ',
    tell(started, ({ user, item }) => `${user.name} started ${describeItem(item).title}.`, 'started'),
    tell(ended, ({ user, item }) => `${user.name} ended ${describeItem(item).title}.`, 'ended'),
  );
}

function describeNumber(item: Item): string | null {
  const season = item.parentIndex === null ? null : item.parentIndex === 0 ? 'Specials' : `S${item.parentIndex}`;
  return list(season, item.index === null ? null : `E${item.index}`);
}

function list(...pieces: Array<string | null>): string | null {
  return join(' · ', ...pieces);
}

function join(separator: string, ...pieces: Array<string | null>): string | null {
  const said = pieces.filter((piece) => piece !== null && piece !== '');
  return said.length === 0 ? null : said.join(separator);
}
