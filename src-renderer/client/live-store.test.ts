// The live store against a fake core: it follows, notices a dead line, and finds its way back.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveMessage, Patch } from '../../src-contract/live.ts';
import { evening, sampleSession, sampleSnapshot } from '../../src-contract/text/test-samples.ts';
import { farewellMs } from './live-state.ts';
import { createLiveStore, type Feed, type LiveStore, NotConnectedError } from './live-store.ts';

class SignedOut extends Error {
  readonly kind = 'signed-out';
}

beforeEach(() => void vi.useFakeTimers({ now: evening }));
afterEach(() => {
  store?.close();
  store = null;
  vi.useRealTimers();
});

let store: LiveStore<string> | null = null;

const snapshot = (revision = 1): LiveMessage => ({ kind: 'snapshot', snapshot: sampleSnapshot({ revision }) });
const patch = (from: number, changes: Partial<Patch> = {}): LiveMessage => ({
  kind: 'patch',
  patch: {
    from,
    revision: from + 1,
    atMs: evening,
    sessions: [],
    ended: [],
    moved: [],
    servers: null,
    health: null,
    ...changes,
  },
});

describe('the live store', () => {
  it('follows the feed from its snapshot on', async () => {
    const core = fakeCore();
    expect(core.store.view().link.kind).toBe('connecting');
    await core.say(snapshot(), patch(1));
    expect(core.store.view()).toMatchObject({ link: { kind: 'live' }, snapshot: { revision: 2 } });
    expect(core.store.wire()).toBe('wire 1');
  });

  it('asks anew on the same connection when a patch was missed', async () => {
    const core = fakeCore();
    await core.say(snapshot(), patch(7));
    expect(core.subscriptions()).toBe(2);
    expect(core.connections()).toBe(1);
    await core.say(snapshot(9));
    expect(core.store.view().snapshot?.revision).toBe(9);
  });

  it('says since when the connection is lost and tries again later and later', async () => {
    const core = fakeCore();
    await core.say(snapshot());
    core.refuse(new Error('refused'));
    await core.drop();
    expect(core.store.view().link).toMatchObject({ kind: 'lost', sinceMs: evening });
    expect(core.store.view().snapshot?.revision).toBe(1);
    expect(() => core.store.wire()).toThrow(NotConnectedError);
    await vi.advanceTimersByTimeAsync(60_000);
    const tries = core.connections();
    expect(tries).toBeGreaterThanOrEqual(7);
    expect(tries).toBeLessThanOrEqual(11);
    expect(core.store.view().link).toMatchObject({ kind: 'lost', sinceMs: evening });
  });

  it('heals itself and starts with short waits again', async () => {
    const core = fakeCore();
    await core.say(snapshot());
    core.refuse(new Error('refused'));
    await core.drop();
    await vi.advanceTimersByTimeAsync(30_000);
    core.refuse(null);
    await vi.advanceTimersByTimeAsync(18_000);
    await core.say(snapshot(50));
    expect(core.store.view()).toMatchObject({ link: { kind: 'live' }, snapshot: { revision: 50 } });
    await core.drop();
    const { link } = core.store.view();
    expect(link.kind === 'lost' && link.nextTryAtMs !== null && link.nextTryAtMs - Date.now()).toBeLessThanOrEqual(600);
  });

  it('does not wait when told to try now', async () => {
    const core = fakeCore();
    await core.say(snapshot());
    await core.drop();
    core.store.retry();
    await core.say(snapshot(3));
    expect(core.connections()).toBe(2);
    expect(core.store.view().link.kind).toBe('live');
  });

  it('stops when it is not signed in', async () => {
    const core = fakeCore(new SignedOut('not signed in'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(core.store.view().link).toEqual({ kind: 'signed-out' });
    expect(core.connections()).toBe(1);
  });

  it('leaves a quiet line alone as long as it answers', async () => {
    const core = fakeCore();
    await core.say(snapshot());
    await vi.advanceTimersByTimeAsync(300_000);
    expect(core.connections()).toBe(1);
    expect(core.store.view().link.kind).toBe('live');
  });

  it('drops a quiet line that does not answer', async () => {
    const core = fakeCore();
    await core.say(snapshot());
    core.fallSilent();
    await vi.advanceTimersByTimeAsync(24_900);
    expect(core.store.view().link.kind).toBe('live');
    await vi.advanceTimersByTimeAsync(1000);
    expect(core.connections()).toBe(2);
  });

  it('takes an ended card away when its time has come', async () => {
    const core = fakeCore();
    await core.say(
      snapshot(),
      patch(1, { ended: [{ sessionId: sampleSession().id, atMs: evening, endedBy: 'stopped' }] }),
    );
    expect(core.store.view().cards).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(farewellMs);
    expect(core.store.view().cards).toHaveLength(0);
  });

  it('is quiet after it is closed', async () => {
    const core = fakeCore();
    const ended = [{ sessionId: sampleSession().id, atMs: evening, endedBy: 'stopped' as const }];
    await core.say(snapshot(), patch(1, { ended }));
    core.store.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(core.connections()).toBe(1);
  });
});

/** A core whose connections can be refused, dropped and silenced, and that says what a test wants. */
function fakeCore(refusal: Error | null = null) {
  let refused = refusal;
  let answers = true;
  let connections = 0;
  let subscriptions = 0;
  let waiting: LiveMessage[] = [];
  let wake = () => {};
  let end = () => {};

  async function open(): Promise<Feed<string>> {
    connections += 1;
    if (refused !== null) throw refused;
    let closed = false;
    const close = () => {
      closed = true;
      wake();
    };
    end = close;
    async function* speak(signal: AbortSignal) {
      while (!closed && !signal.aborted) {
        const message = waiting.shift();
        if (message !== undefined) yield message;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    }
    return {
      wire: `wire ${connections}`,
      watch: async (signal) => {
        subscriptions += 1;
        return speak(signal);
      },
      ask: () => (answers ? Promise.resolve() : new Promise(() => {})),
      close,
    };
  }

  store = createLiveStore(open);
  return {
    store,
    connections: () => connections,
    subscriptions: () => subscriptions,
    refuse: (error: Error | null) => (refused = error),
    fallSilent: () => (answers = false),
    say: async (...messages: LiveMessage[]) => {
      waiting = [...waiting, ...messages];
      wake();
      await vi.advanceTimersByTimeAsync(0);
    },
    drop: async () => {
      end();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}
