// The stories of the cards: they keep their places, say goodbye, and nothing is made up after a gap.
import { describe, expect, it } from 'vitest';
import type { LiveMessage, Patch, Snapshot } from '../../src-contract/live.ts';
import { evening, sampleSession, sampleSnapshot } from '../../src-contract/text/test-samples.ts';
import { dismiss, farewellMs, type LiveState, nextLeaveMs, nothingYet, receive } from './live-state.ts';

const alice = sampleSession();
const ben = sampleSession({ id: 's2', placeAtMs: evening - 1000, user: { id: '8', name: 'ben', thumb: null } });
const charlotte = sampleSession({ id: 's3', placeAtMs: evening, user: { id: '9', name: 'charlotte', thumb: null } });

const shown = ({ cards }: LiveState) => cards.map(({ session, ending }) => (ending ? `(${session.id})` : session.id));
const snapshot = (changes: Partial<Snapshot> = {}): LiveMessage => ({
  kind: 'snapshot',
  snapshot: sampleSnapshot(changes),
});
const patch = (changes: Partial<Patch> = {}): LiveMessage => ({
  kind: 'patch',
  patch: {
    from: 1,
    revision: 2,
    atMs: evening,
    sessions: [],
    ended: [],
    moved: [],
    servers: null,
    health: null,
    ...changes,
  },
});

/** Plays the messages one after the other, all heard at the same moment. */
function play(...messages: LiveMessage[]): LiveState {
  return messages.reduce<LiveState>((state, message) => {
    const next = receive(state, message, evening);
    if (next === null) throw new Error('A message did not fit.');
    return next;
  }, nothingYet);
}

describe('the cards', () => {
  it('stand as the snapshot says, without news', () => {
    const state = play(snapshot({ sessions: [alice, ben] }));
    expect(shown(state)).toEqual(['s1', 's2']);
    expect(state.news.text).toBe('');
  });

  it('get a new one at the end, and it is told', () => {
    const state = play(snapshot(), patch({ sessions: [charlotte] }));
    expect(shown(state)).toEqual(['s1', 's3']);
    expect(state.news).toEqual({ number: 1, text: 'charlotte started Metropolis.' });
  });

  it('that did not change stay the same objects, so that they are not drawn again', () => {
    const before = play(snapshot({ sessions: [alice, ben] }));
    const after = receive(before, patch({ sessions: [{ ...ben, state: 'paused' }] }), evening);
    expect(after?.cards[0]).toBe(before.cards[0]);
    expect(after?.cards[1]).not.toBe(before.cards[1]);
    expect(after?.news.number).toBe(0);
  });

  it('that ended keep their place and say how, until their time has come', () => {
    const ended = [{ sessionId: 's1', atMs: evening, endedBy: 'killed' as const }];
    const state = play(snapshot({ sessions: [alice, ben] }), patch({ ended, sessions: [charlotte] }));
    expect(shown(state)).toEqual(['(s1)', 's2', 's3']);
    expect(state.news.text).toBe('charlotte started Metropolis. alice ended Metropolis.');
    expect(nextLeaveMs(state)).toBe(evening + farewellMs);
    expect(dismiss(state, evening + farewellMs - 1)).toBe(state);
    const later = dismiss(state, evening + farewellMs);
    expect(shown(later)).toEqual(['s2', 's3']);
    expect(nextLeaveMs(later)).toBeNull();
  });

  it('at the end keep their place too', () => {
    const ended = [{ sessionId: 's2', atMs: evening, endedBy: 'stopped' as const }];
    expect(shown(play(snapshot({ sessions: [alice, ben] }), patch({ ended })))).toEqual(['s1', '(s2)']);
  });

  it('give their place to the next episode at once', () => {
    const next = sampleSession({ id: 's9', placeAtMs: alice.placeAtMs });
    const ended = [{ sessionId: 's1', atMs: evening, endedBy: 'next-item' as const }];
    expect(shown(play(snapshot({ sessions: [alice, ben] }), patch({ ended, sessions: [next] })))).toEqual(['s9', 's2']);
  });

  it('that come back lose their farewell', () => {
    const ended = [{ sessionId: 's1', atMs: evening, endedBy: 'vanished' as const }];
    const back = patch({ from: 2, revision: 3, sessions: [alice] });
    expect(shown(play(snapshot(), patch({ ended }), back))).toEqual(['s1']);
  });

  it('are thrown away by a new snapshot, farewells excepted', () => {
    const ended = [{ sessionId: 's1', atMs: evening, endedBy: 'stopped' as const }];
    const state = play(
      snapshot({ sessions: [alice, ben] }),
      patch({ ended }),
      snapshot({ revision: 9, sessions: [charlotte] }),
    );
    expect(shown(state)).toEqual(['(s1)', 's3']);
  });
});

describe('a message that does not fit', () => {
  it.each<[string, LiveState, LiveMessage]>([
    ['a patch before any snapshot', nothingYet, patch()],
    ['a patch after a missed one', play(snapshot()), patch({ from: 2, revision: 3 })],
    ['a patch from before', play(snapshot({ revision: 5 })), patch()],
  ])('is refused: %s', (_story, state, message) => {
    expect(receive(state, message, evening)).toBeNull();
  });
});

describe('the clock', () => {
  it('is set by the snapshot and corrected by quicker messages, and when one of the clocks was set', () => {
    const first = receive(nothingYet, snapshot({ atMs: evening }), evening - 60_000);
    expect(first?.clockAheadMs).toBe(60_000);
    const quicker = first && receive(first, patch({ atMs: evening + 1000 }), evening - 59_200);
    expect(quicker?.clockAheadMs).toBe(60_200);
    const slower = quicker && receive(quicker, patch({ from: 2, revision: 3, atMs: evening + 2000 }), evening - 57_000);
    expect(slower?.clockAheadMs).toBe(60_200);
    const set = slower && receive(slower, patch({ from: 3, revision: 4, atMs: evening + 3000 }), evening + 4000);
    expect(set?.clockAheadMs).toBe(-1000);
  });
});
