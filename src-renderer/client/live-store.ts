// Follows the live feed for as long as the window is open, and finds its way back when the connection is lost.
import type { LiveMessage } from '../../src-contract/live.ts';
import { dismiss, type LiveState, nextLeaveMs, nothingYet, receive } from './live-state.ts';

/*
  connecting ──▶ live ──▶ lost (waits, tries again) ──▶ live
      │                     │
      └──────▶ signed-out ◀─┘   (stays; a new sign-in link loads the page anew)
*/
export type Link =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'lost'; sinceMs: number; nextTryAtMs: number | null }
  | { kind: 'signed-out' };

export type Feed<Wire> = {
  wire: Wire;
  watch: (signal: AbortSignal) => Promise<AsyncIterable<LiveMessage>>;
  /** Resolves when the core answers. */
  ask: () => Promise<unknown>;
  close: () => void;
};

export type View = LiveState & { link: Link };

export type LiveStore<Wire> = {
  view: () => View;
  subscribe: (listener: () => void) => () => void;
  /** What calls travel over at present; throws while there is no connection. */
  wire: () => Wire;
  /** Do not wait for the next try. */
  retry: () => void;
  close: () => void;
};

/** A feed that says nothing for this long is asked whether it still lives… */
const silenceMs = 20_000;
/** …and given this long to answer. */
const answerMs = 5000;
const longestWaitMs = 15_000;

export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
}

/** `open` rejects with `{ kind: 'signed-out' }` when the core does not know us, with anything else when it is not there. */
export function createLiveStore<Wire>(open: (signal: AbortSignal) => Promise<Feed<Wire>>): LiveStore<Wire> {
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let view: View = { ...nothingYet, link: { kind: 'connecting' } };
  let feed: Feed<Wire> | null = null;
  let tries = 0;
  let wake = () => {};
  let leaveTimer: ReturnType<typeof setTimeout> | undefined;

  function show(changes: Partial<View>) {
    view = { ...view, ...changes };
    for (const listener of listeners) listener();
  }

  function take(message: LiveMessage): boolean {
    const next = receive(view, message, Date.now());
    if (next === null) return false;
    tries = 0;
    show({ ...next, link: view.link.kind === 'live' ? view.link : { kind: 'live' } });
    armFarewell();
    return true;
  }

  function armFarewell() {
    clearTimeout(leaveTimer);
    const atMs = nextLeaveMs(view);
    if (atMs === null) return;
    leaveTimer = setTimeout(() => {
      show(dismiss(view, Date.now()));
      armFarewell();
    }, atMs - Date.now());
  }

  /** Follows one connection until it breaks. A patch that does not fit is answered by asking anew. */
  async function follow(opened: Feed<Wire>): Promise<void> {
    let fits = false;
    do {
      const asking = new AbortController();
      const messages = await opened.watch(asking.signal);
      fits = true;
      for await (const message of guardSilence(messages, opened)) {
        fits = take(message);
        if (!fits) break;
      }
      asking.abort();
    } while (!fits && !closing.signal.aborted);
  }

  /** Passes the messages on; a long silence is ended by closing a connection that does not answer. */
  async function* guardSilence(messages: AsyncIterable<LiveMessage>, opened: Feed<Wire>) {
    let listening = true;
    let timer = setTimeout(check, silenceMs);
    function check() {
      const deadline = setTimeout(opened.close, answerMs);
      opened.ask().then(
        () => {
          clearTimeout(deadline);
          if (listening) timer = setTimeout(check, silenceMs);
        },
        () => opened.close(),
      );
    }
    try {
      for await (const message of messages) {
        clearTimeout(timer);
        timer = setTimeout(check, silenceMs);
        yield message;
      }
    } finally {
      listening = false;
      clearTimeout(timer);
    }
  }

  async function keepFollowing(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        feed = await open(closing.signal);
        await follow(feed);
      } catch (error) {
        // Expected: refused or broken connections. Only a missing sign-in is not cured by waiting.
        if (isSignedOut(error)) return show({ link: { kind: 'signed-out' } });
      } finally {
        feed?.close();
        feed = null;
      }
      if (!closing.signal.aborted) await waitForNextTry();
    }
  }

  /** Half a second, then twice as long each time, a little uneven so that many windows do not knock at once. */
  function waitForNextTry(): Promise<void> {
    const waitMs = Math.min(longestWaitMs, 500 * 2 ** tries++) * (0.8 + 0.4 * Math.random());
    const sinceMs = view.link.kind === 'lost' ? view.link.sinceMs : Date.now();
    show({ link: { kind: 'lost', sinceMs, nextTryAtMs: Date.now() + waitMs } });
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(), waitMs);
      wake = () => {
        clearTimeout(timer);
        if (view.link.kind === 'lost') show({ link: { ...view.link, nextTryAtMs: null } });
        resolve();
      };
    });
  }

  void keepFollowing();

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wire: () => {
      if (feed === null) throw new NotConnectedError('Marquee is not connected.');
      return feed.wire;
    },
    retry: () => wake(),
    close: () => {
      closing.abort();
      clearTimeout(leaveTimer);
      feed?.close();
      wake();
    },
  };
}

function isSignedOut(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'signed-out';
}
