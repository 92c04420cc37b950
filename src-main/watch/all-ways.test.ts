import { describe, expect, it } from 'vitest';
import { type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { createStory } from './test-story.ts';
import { MINUTE, SECOND, anItem, playing, seen } from './test-things.ts';

/** Mulberry32: the same evening for the same seed. */
const createDice = (seed: number) => {
  let a = seed;
  return (limit: number) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
};

type Viewing = {
  sessionKey: string;
  film: string;
  person: string;
  startMs: number;
  endMs: number;
  pause: { fromMs: number; toMs: number } | null;
};
type Play = { film: string; person: string; startMs: number; endMs: number };

/** Three people, each with a player, one film after the other; every viewing lasts longer than a poll takes. */
const anEvening = (seed: number): Viewing[] => {
  const below = createDice(seed);
  const viewings: Viewing[] = [];
  for (const person of ['alice', 'ben', 'cleo']) {
    let atMs = MINUTE + below(3 * MINUTE);
    for (let count = 1 + below(3); count > 0; count -= 1) {
      const endMs = atMs + 2 * MINUTE + below(10 * MINUTE);
      const fromMs = atMs + 35 * SECOND + below(30 * SECOND);
      const pause = below(2) === 0 ? { fromMs, toMs: fromMs + 5 * SECOND + below(40 * SECOND) } : null;
      viewings.push({ sessionKey: '', film: String(10 + below(4)), person, startMs: atMs, endMs, pause });
      atMs = endMs + MINUTE + below(4 * MINUTE);
    }
  }
  return viewings
    .toSorted((one, other) => one.startMs - other.startMs)
    .map((viewing, at) => ({ ...viewing, sessionKey: String(at + 1) }));
};

const stateAt = ({ pause }: Viewing, atMs: number) =>
  pause !== null && atMs >= pause.fromMs && atMs < pause.toMs ? 'paused' : 'playing';

const positionAt = ({ startMs, pause }: Viewing, atMs: number): number => {
  const pausedMs = pause === null ? 0 : Math.max(0, Math.min(atMs, pause.toMs) - pause.fromMs);
  return atMs - startMs - pausedMs;
};

const toSeen = (viewing: Viewing, atMs: number): SeenSession =>
  seen({
    sessionKey: viewing.sessionKey,
    terminateId: `t${viewing.sessionKey}`,
    account: { id: viewing.person, name: viewing.person, thumb: null },
    item: anItem({ guid: `plex://movie/${viewing.film}`, ratingKey: viewing.film }),
    player: { ...seen().player, machineId: `player of ${viewing.person}` },
    state: stateAt(viewing, atMs),
    positionMs: positionAt(viewing, atMs),
  });

const listedAt = (evening: Viewing[], atMs: number): SeenSession[] =>
  evening.filter(({ startMs, endMs }) => startMs <= atMs && atMs < endMs).map((viewing) => toSeen(viewing, atMs));

type Message = { atMs: number; hint: Hint };

/** What the socket says at each change, in order, sometimes twice. */
const toFrames = (evening: Viewing[], seed: number): Message[] => {
  const below = createDice(seed);
  return evening.flatMap((viewing) => {
    const { sessionKey, film, person, startMs, endMs, pause } = viewing;
    const at = (atMs: number, state: 'playing' | 'paused' | 'stopped') => {
      const about = { sessionKey, ratingKey: film, clientId: `player of ${person}`, state };
      const hint = playing({ ...about, positionMs: positionAt(viewing, atMs) });
      const message = { atMs, hint };
      return below(4) === 0 ? [message, message] : [message];
    };
    const pauses = pause === null ? [] : [...at(pause.fromMs, 'paused'), ...at(pause.toMs, 'playing')];
    return [...at(startMs, 'playing'), ...pauses, ...at(endMs, 'stopped')];
  });
};

/** A webhook at each change and some more, lost, doubled, minutes late, in any order. */
const toWebhooks = (evening: Viewing[], seed: number): Message[] => {
  const below = createDice(seed);
  const hint: Hint = { kind: 'webhook', news: { kind: 'sessions-changed' } };
  return evening
    .flatMap(({ startMs, endMs, pause }) => [startMs, pause?.fromMs ?? startMs, pause?.toMs ?? endMs, endMs])
    .flatMap((atMs) =>
      Array.from({ length: below(4) }, () => ({ atMs: atMs + below(below(2) * 5 * MINUTE + 1), hint })),
    );
};

type Ways = { socket: boolean; webhooks: boolean };

const watch = (seed: number, { socket, webhooks }: Ways) => {
  const evening = anEvening(seed);
  const story = createStory({ realtime: socket });
  if (socket) story.open(0);
  const listed = (atMs: number) => listedAt(evening, atMs);
  const messages = [
    ...(socket ? toFrames(evening, seed + 1) : []),
    ...(webhooks ? toWebhooks(evening, seed + 2) : []),
  ].toSorted((one, other) => one.atMs - other.atMs);
  let lists = 0;
  for (const { atMs, hint } of messages) {
    lists += story.pass(atMs, listed).length;
    story.hint(atMs, hint);
  }
  lists += story.pass(90 * MINUTE, listed).length;
  const plays: Play[] = story.of('session-stopped').map(({ session, atMs }) => ({
    film: session.item.ratingKey ?? '',
    person: session.user.id,
    startMs: session.startedAtMs,
    endMs: atMs,
  }));
  return { plays, story, lists, evening };
};

const names = (plays: readonly Pick<Play, 'film' | 'person' | 'startMs'>[]): string[] =>
  plays.toSorted((one, other) => one.startMs - other.startMs).map(({ film, person }) => `${person}: ${film}`);

const byPerson = (plays: readonly Pick<Play, 'film' | 'person' | 'startMs'>[]) =>
  ['alice', 'ben', 'cleo'].map((one) => names(plays.filter(({ person }) => person === one)));

const seeds = Array.from({ length: 60 }, (_, at) => at * 7 + 1);
/** Where only lists tell of an end, it was between two of them. */
const LISTS_MS = 60 * SECOND;

describe('however it is heard, an evening has the same plays', () => {
  it.each([
    ['by polling alone', { socket: false, webhooks: false }, LISTS_MS],
    ['by webhooks and polling', { socket: false, webhooks: true }, LISTS_MS],
    ['by the socket', { socket: true, webhooks: false }, SECOND],
    ['in all ways at once', { socket: true, webhooks: true }, SECOND],
  ])('%s', (_, ways, toleranceMs) => {
    for (const seed of seeds) {
      const { plays, story, evening } = watch(seed, ways);
      expect(byPerson(plays)).toEqual(byPerson(evening));
      expect(story.of('session-started')).toHaveLength(evening.length);
      for (const { film, person, startMs, endMs } of plays) {
        const near = evening.filter(
          (one) =>
            one.film === film &&
            one.person === person &&
            Math.abs(one.startMs - startMs) <= toleranceMs &&
            Math.abs(one.endMs - endMs) <= toleranceMs,
        );
        expect(near).toHaveLength(1);
      }
    }
  });

  it('and without a socket webhooks tell it sooner', () => {
    const late = (ways: Ways) =>
      seeds.reduce((sum, seed) => {
        const { story, evening } = watch(seed, ways);
        const heard = story.of('session-started').map(({ atMs }) => atMs);
        return sum + heard.reduce((all, atMs) => all + atMs, 0) - evening.reduce((all, one) => all + one.startMs, 0);
      }, 0);
    expect(late({ socket: false, webhooks: true })).toBeLessThan(0.7 * late({ socket: false, webhooks: false }));
  });
});
