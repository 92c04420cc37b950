// What the window says about people, items, plays and the whole, in short and concrete sentences.
import type { Arrival } from '../live.ts';
import type { Play } from '../play.ts';
import type { Item, Session } from '../session.ts';
import type { EndedBy, SessionState } from '../words.ts';
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

/** What starts and is not listed yet; null when nothing does. Who watches is not known, and not said. */
export function describeArrivals(arrivals: readonly Arrival[]): string | null {
  const [first] = arrivals;
  if (!first) return null;
  return arrivals.length === 1 ? `starting: ${describeItem(first.item).title}` : `${arrivals.length} more are starting`;
}

/** What the browser's tab says. */
export function describeTab(sessions: readonly Session[]): string {
  return sessions.length === 0 ? 'Marquee' : `${formatCount(sessions.length, 'stream')} · Marquee`;
}

/** A claim that two readings have not yet confirmed does not count. */
export function isTranscoding(stream: Session['stream']): boolean {
  return stream.confirmed && stream.decision === 'transcode';
}

/** How much of it was seen: `watched`, `31 %`, or nothing where the origin does not say. */
export function describeShare({ watched, percent }: Pick<Play, 'watched' | 'percent'>): string {
  return watched ? 'watched' : percent === null ? 'length unknown' : formatPercent(percent);
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
