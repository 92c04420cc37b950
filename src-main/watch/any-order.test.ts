import { describe, expect, it } from 'vitest';
import { type Event } from '../../src-contract/event.ts';
import { type SeenSession } from '../../src-contract/heard.ts';
import { createQuietStory } from './test-story.ts';
import { SECOND, aTranscode, episode, playing, remuxed, seen, seenBen, transcoded } from './test-things.ts';

/** Mulberry32: small, and the same evening for the same seed. */
const createDice = (seed: number) => {
  let a = seed;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <Thing>(things: readonly Thing[]): Thing => {
    const thing = things[below(things.length)];
    if (thing === undefined) throw new Error('There is nothing to pick from.');
    return thing;
  };
  return { below, pick };
};
type Dice = ReturnType<typeof createDice>;

const aSeen = (dice: Dice, sessionKey: string): SeenSession => {
  const of = dice.pick([seen, seenBen]);
  const delivered = dice.pick([null, remuxed, transcoded]);
  return of({
    sessionKey,
    item: episode(1 + dice.below(3)),
    state: dice.pick(['playing', 'paused', 'buffering']),
    positionMs: dice.pick([null, dice.below(25) * 60 * SECOND]),
    ...(delivered && { delivered, transcode: dice.pick([null, aTranscode({ key: `tk${dice.below(2)}` })]) }),
  });
};

const aHint = (dice: Dice) =>
  playing({
    sessionKey: String(1 + dice.below(3)),
    ratingKey: dice.pick([null, '101', '102', '103']),
    clientId: dice.pick([null, 'roku', 'shield']),
    state: dice.pick(['playing', 'playing', 'paused', 'buffering', 'stopped', 'error']),
    positionMs: dice.pick([null, dice.below(25) * 60 * SECOND]),
    transcodeKey: dice.pick([null, 'tk0', 'tk1']),
  });

/** Messages of every kind in any order, doubled, late, contradicting each other. */
const tellAnything = (seed: number) => {
  const dice = createDice(seed);
  const story = createQuietStory();
  const sharedKeys: string[] = [];
  let atMs = 0;
  for (let turn = 0; turn < 120; turn += 1) {
    atMs += dice.below(8) * SECOND;
    const sessions = ['1', '2', '3'].filter(() => dice.below(3) > 0).map((key) => aSeen(dice, key));
    const hint = aHint(dice);
    const phase = dice.pick(['start', 'update', 'end'] as const);
    const stopId = `stop-${turn}`;
    const sessionId = story.sessions()[0]?.id ?? 'nobody';
    dice.pick([
      () => story.list(atMs, sessions, atMs - dice.below(10) * SECOND),
      () => story.list(atMs, sessions),
      () => story.hint(atMs, hint),
      () => [story.hint(atMs, hint), story.hint(atMs, hint)],
      () => story.hint(atMs, { kind: 'transcode', phase, transcode: aTranscode({ key: `tk${dice.below(2)}` }) }),
      () => story.tick(atMs),
      () => story.open(atMs),
      () => story.drop(atMs),
      () => story.fail(atMs, dice.pick(['unreachable', 'timeout', 'unauthorized', 'rate-limited'])),
      () => story.take({ kind: 'woke', atMs }),
      () => story.take({ kind: 'stop-asked', stopId, sessionId, message: '', atMs }),
      () => story.take({ kind: 'cancel-asked', stopId, sessionId, atMs }),
      () => story.source(atMs, { ratingKey: '101' }),
    ])();
    const keys = story.state().tracked.filter(({ missingSinceMs }) => missingSinceMs === null);
    const shared = keys.filter(
      ({ session }, at) => keys.findIndex((one) => one.session.sessionKey === session.sessionKey) !== at,
    );
    sharedKeys.push(...shared.map(({ session }) => `turn ${turn}: ${session.sessionKey}`));
  }
  story.list(atMs + SECOND, []);
  story.pass(atMs + 600 * SECOND, () => []);
  return { ...story, sharedKeys };
};

const ofSession = (events: readonly Event[], id: string) =>
  events.filter((event) =>
    'sessionId' in event ? event.sessionId === id : event.kind === 'session-started' && event.session.id === id,
  );

describe('whatever is told, in any order and as often as one likes', () => {
  const stories = Array.from({ length: 300 }, (_, seed) => tellAnything(seed + 1));

  it('something happens', () => {
    const kinds = new Set(stories.flatMap((story) => story.kinds()));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'session-started',
        'session-paused',
        'session-resumed',
        'session-buffering',
        'session-stream-changed',
        'session-watched',
        'session-stopped',
        'transcode-started',
        'transcode-ended',
        'stream-stopped',
        'transcode-cancelled',
      ]),
    );
    const ends = new Set(stories.flatMap((story) => story.of('session-stopped').map(({ endedBy }) => endedBy)));
    expect([...ends].toSorted()).toEqual([
      'killed',
      'next-item',
      'presumed',
      'server-restarted',
      'stopped',
      'vanished',
    ]);
  });

  it('every viewing that starts stops, once, and not before it started', () => {
    for (const story of stories) {
      const started = story.of('session-started').map(({ session }) => session.id);
      const stopped = story.of('session-stopped').map(({ sessionId }) => sessionId);
      expect(new Set(started).size).toBe(started.length);
      expect(stopped.toSorted()).toEqual(started.toSorted());
      for (const { session, atMs, learnedAtMs } of story.of('session-stopped')) {
        expect(atMs).toBeGreaterThanOrEqual(session.startedAtMs);
        expect(atMs).toBeLessThanOrEqual(learnedAtMs);
      }
    }
  });

  it('nobody pauses or buffers longer than he watches', () => {
    for (const story of stories) {
      for (const { session, atMs } of story.of('session-stopped')) {
        expect(session.pausedMs).toBeGreaterThanOrEqual(0);
        expect(session.pausedMs).toBeLessThanOrEqual(atMs - session.startedAtMs);
      }
    }
  });

  it('facts of a viewing alternate: started first, stopped last, paused and resumed in turns', () => {
    for (const story of stories) {
      for (const { session } of story.of('session-started')) {
        const kinds = ofSession(story.events, session.id)
          .map(({ kind }) => kind)
          .filter((kind) => kind.startsWith('session-') || kind === 'transcode-started' || kind === 'transcode-ended');
        expect(kinds[0]).toBe('session-started');
        expect(kinds.at(-1)).toBe('session-stopped');
        const turns = [...(session.state === 'paused' ? ['session-paused'] : []), ...kinds].filter((kind) =>
          /paused|resumed/.test(kind),
        );
        expect(turns).toEqual(turns.map((_, at) => (at % 2 === 0 ? 'session-paused' : 'session-resumed')));
        const transcodes = kinds.filter((kind) => kind.startsWith('transcode-'));
        expect(transcodes).toEqual(transcodes.map((_, at) => (at % 2 === 0 ? 'transcode-started' : 'transcode-ended')));
        expect(transcodes.length % 2).toBe(0);
      }
    }
  });

  it('no key ever belongs to two open viewings', () => {
    expect(stories.flatMap(({ sharedKeys }) => sharedKeys)).toEqual([]);
  });

  it('every stop and every cancelling gets its verdict', () => {
    for (const story of stories) {
      expect(story.state().stops).toEqual([]);
      expect(story.state().cancels).toEqual([]);
    }
  });
});
