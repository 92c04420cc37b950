// What the window says about servers, and about what is wrong with them or with Marquee itself.
import type { MouthHealth } from '../live.ts';
import type { Server, ServerStatus } from '../server.ts';
import { formatMoment } from './format.ts';

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

/** What stands in place of cards where direct watching was switched off as a whole. */
export function describeOff(): { title: string; text: string } {
  const text = 'Marquee was told not to watch Plex directly. Set ENABLE_PLEX_SYNC to true and start it again.';
  return { title: 'Direct watching is off', text };
}

/** What stands in place of cards. */
export function describeNobody(servers: readonly Server[]): { title: string; text: string | null } {
  const kinds = servers.map(({ status }) => status.kind).filter((kind) => kind !== 'disabled');
  if (kinds.length === 0) {
    if (servers.some(({ enabled }) => enabled)) return describeOff();
    return { title: 'No server is watched', text: 'All are switched off. Switch one on again on the Servers screen.' };
  }
  if (kinds.every((kind) => kind === 'live' || kind === 'polling')) {
    return { title: 'Nobody is watching', text: 'All is well. A stream appears here the moment it starts.' };
  }
  if (kinds.includes('connecting')) return { title: 'Looking at your servers', text: null };
  const text = 'Not every server answers, so a stream may go unseen.';
  return { title: 'Nobody is known to be watching', text };
}

/** A strip above the page: what is wrong, and what to do or to wait for. */
export type Alarm = { key: string; text: string; hint: string | null; nextTryAtMs: number | null };

const mouthNames: Readonly<Record<MouthHealth['name'], string>> = {
  history: 'The history',
  publish: 'Publishing',
  webhooks: 'The webhook listener',
  web: 'The web server',
  'sign-in': 'The sign-in',
  tautulli: 'The Tautulli',
  attached: 'The Marquee that is shown here',
};

export function describeAlarms(servers: readonly Server[], health: readonly MouthHealth[], nowMs: number): Alarm[] {
  // One reason for all of them: the Marquee that watches them is away.
  const isAway = health.some(({ name, ok }) => name === 'attached' && !ok);
  const ofServers = servers.flatMap(({ id, name, status }): Alarm[] => {
    if (isAway) return [];
    if (status.kind === 'unreachable') {
      const text = `${name} is not answering since ${formatMoment(status.sinceMs, nowMs)}.`;
      return [{ key: id, text, hint: 'Its streams are shown as last seen.', nextTryAtMs: status.nextTryAtMs }];
    }
    if (status.kind !== 'unauthorized') return [];
    // Its why tells a sign-in that has ended from one that may not look.
    const text = `Recording of ${name} is paused since ${formatMoment(status.sinceMs, nowMs)}. ${status.why}`;
    return [{ key: id, text, hint: 'Sign in again on the Servers screen.', nextTryAtMs: null }];
  });
  const ofOurselves = health.flatMap(({ name, ok, text, sinceMs }): Alarm[] => {
    if (ok) return [];
    const since = sinceMs === null ? '' : ` since ${formatMoment(sinceMs, nowMs)}`;
    const what =
      name === 'attached' ? `${mouthNames[name]} is not answering` : `${mouthNames[name]} of Marquee is not working`;
    return [{ key: name, text: `${what}${since}.`, hint: text, nextTryAtMs: null }];
  });
  return [...ofServers, ...ofOurselves];
}

/** The strip when Marquee itself is out of reach. */
export function describeLost(sinceMs: number, nextTryAtMs: number | null, nowMs: number): Alarm {
  const text = `Marquee is not answering since ${formatMoment(sinceMs, nowMs)}.`;
  return { key: 'marquee', text, hint: 'What you see is what it last said.', nextTryAtMs };
}
