// A sign-in from the click to the account: waits for the person in the browser, and says at every moment how it stands.
import { randomBytes } from 'node:crypto';
import type { Account, SignInState } from '../../src-contract/auth.ts';
import type { Clock } from '../lib/clock.ts';
import { createEmitter, type Emitter } from '../lib/emitter.ts';
import { createTurns } from '../lib/turns.ts';
import { isPassing, toTrouble } from './sign-in-trouble.ts';
import type { Grant, Returned, SignInTry, SignInWay } from './sign-in-way.ts';

export type StartedSignIn = { authorizationUrl: string; state: string; expiresAtMs: number };

export type SignIn = {
  /** Fails with a PlexError. */
  start: (callbackUrl: string) => Promise<StartedSignIn>;
  /** The browser is back. Null for a state that is unknown, used or old. */
  callback: (state: string, returned: Returned) => Promise<SignInState | null>;
  /** Null for one that nobody began, or that ended long ago. */
  look: (state: string) => SignInState | null;
  /** Its state now, then every change; ends with it. Null as for `look`. */
  watch: (state: string, signal?: AbortSignal) => AsyncGenerator<SignInState> | null;
  cancel: (state: string) => SignInState | null;
  /** Whether a sign-in that is under way sends its person there. */
  isPage: (address: string) => boolean;
  close: () => void;
};

type Options = {
  way: SignInWay;
  /** Makes an account of what was granted, and keeps it. Fails with a PlexError or a NotKeptError. */
  onGrant: (grant: Grant) => Promise<Account>;
  /** How far our clock is ahead of plex.tv's. */
  clockAheadMs: () => number;
  /** Learns what must not be logged. */
  hide: (secret: string) => void;
  clock: Clock;
};

/** Long enough for a password manager and a second factor; the state in the callback counts no longer either. */
const LIFE_MS = 10 * 60_000;
const POLL_MS = 1000;
const SLOWEST_POLL_MS = 30_000;
/** A browser that has come back without an approval may be a moment ahead of it. */
const RETURNED_TRIES = 8;
/** Refusals in a row after which waiting is of no use. */
const REFUSALS = 3;
const MAX_KEPT = 20;

type Attempt = {
  view: SignInState;
  changed: Emitter<SignInState>;
  settle: (view: SignInState) => void;
  /** Asks once more; queued behind the one under way. */
  ask: (returned: Returned | null) => Promise<void>;
  isReturned: boolean;
  expiresAtMs: number;
};

export const createSignIn = (options: Options): SignIn => {
  const { way, onGrant, clockAheadMs, hide, clock } = options;
  const attempts = new Map<string, Attempt>();

  const begin = (one: SignInTry, expiresAtMs: number): Attempt => {
    const { authorizationUrl } = one;
    const changed = createEmitter<SignInState>();
    const inTurn = createTurns();
    let cancelTimer = () => {};
    let delayMs = POLL_MS;
    let refusals = 0;
    let grant: Grant | null = null;
    const attempt: Attempt = {
      view: { kind: 'waiting', authorizationUrl, expiresAtMs, trouble: null },
      changed,
      isReturned: false,
      expiresAtMs,
      settle: (view) => {
        attempt.view = view;
        cancelTimer();
        if (view.kind === 'waiting') askLater();
        changed.emit(view);
      },
      ask: (returned) =>
        inTurn(async () => {
          if (attempt.view.kind !== 'waiting') return;
          const view = await askOnce(returned);
          // Cancelled, or too late, while it was asked.
          if (attempt.view.kind === 'waiting') attempt.settle(view);
        }),
    };
    const waiting = (trouble: Extract<SignInState, { kind: 'problem' }>['trouble'] | null): SignInState => ({
      kind: 'waiting',
      authorizationUrl,
      expiresAtMs,
      trouble,
    });
    const askOnce = async (returned: Returned | null): Promise<SignInState> => {
      if (clock.nowMs() >= expiresAtMs) return { kind: 'expired' };
      try {
        const answer = grant ?? (await one.ask(returned));
        if (answer === null) {
          [delayMs, refusals] = [POLL_MS, 0];
          return waiting(null);
        }
        if (answer === 'denied' || answer === 'expired') return { kind: answer };
        grant = answer;
        hide(grant.token);
        return { kind: 'signed-in', account: await onGrant(grant) };
      } catch (error) {
        const trouble = toTrouble(error, { nowMs: clock.nowMs(), clockAheadMs: clockAheadMs() });
        delayMs = Math.min(delayMs * 2, SLOWEST_POLL_MS);
        if (trouble.kind === 'rate-limited') delayMs = Math.max(delayMs, trouble.nextTryAtMs - clock.nowMs());
        refusals += isPassing(trouble) ? 0 : 1;
        const isHopeless = refusals >= REFUSALS || (!one.polls && !isPassing(trouble));
        return isHopeless ? { kind: 'problem', trouble } : waiting(trouble);
      }
    };
    const askLater = () => {
      const leftMs = Math.max(0, expiresAtMs - clock.nowMs());
      const isUseful = one.polls || attempt.isReturned || grant !== null;
      cancelTimer = clock.after(isUseful ? Math.min(delayMs, leftMs) : leftMs, () => void attempt.ask(null));
    };
    askLater();
    return attempt;
  };

  const forgetOldest = () => {
    for (const [state, attempt] of attempts) {
      if (attempts.size < MAX_KEPT) return;
      attempts.delete(state);
      if (attempt.view.kind === 'waiting') attempt.settle({ kind: 'cancelled' });
    }
  };

  const watch = async function* (attempt: Attempt, signal?: AbortSignal): AsyncGenerator<SignInState> {
    const queue = [attempt.view];
    let ring = () => {};
    const unsubscribe = attempt.changed.subscribe((view) => {
      queue.push(view);
      ring();
    });
    const wake = () => ring();
    signal?.addEventListener('abort', wake);
    try {
      while (signal?.aborted !== true) {
        const view = queue.shift();
        if (view) {
          yield view;
          if (view.kind !== 'waiting') return;
        } else {
          await new Promise<void>((resolve) => (ring = resolve));
        }
      }
    } finally {
      unsubscribe();
      signal?.removeEventListener('abort', wake);
    }
  };

  return {
    start: async (callbackUrl) => {
      const state = randomBytes(32).toString('base64url');
      hide(state);
      const one = await way.begin({ state, callbackUrl });
      const expiresAtMs = clock.nowMs() + Math.min(one.lifeMs, LIFE_MS);
      forgetOldest();
      attempts.set(state, begin(one, expiresAtMs));
      return { authorizationUrl: one.authorizationUrl, state, expiresAtMs };
    },
    callback: async (state, returned) => {
      const attempt = attempts.get(state);
      if (!attempt || attempt.isReturned || clock.nowMs() >= attempt.expiresAtMs) return null;
      attempt.isReturned = true;
      for (let tries = 0; tries < RETURNED_TRIES && attempt.view.kind === 'waiting'; tries++) {
        if (tries > 0) await new Promise<void>((resolve) => void clock.after(POLL_MS, resolve));
        await attempt.ask(returned);
        if (attempt.view.kind === 'waiting' && attempt.view.trouble !== null) return attempt.view;
      }
      // Plex sends the browser back also when the person has declined, and says nothing of it.
      if (attempt.view.kind === 'waiting') attempt.settle({ kind: 'denied' });
      return attempt.view;
    },
    look: (state) => attempts.get(state)?.view ?? null,
    watch: (state, signal) => {
      const attempt = attempts.get(state);
      return attempt ? watch(attempt, signal) : null;
    },
    cancel: (state) => {
      const attempt = attempts.get(state);
      if (attempt?.view.kind === 'waiting') attempt.settle({ kind: 'cancelled' });
      return attempt?.view ?? null;
    },
    isPage: (address) =>
      [...attempts.values()].some(
        ({ view }) => view.kind === 'waiting' && new URL(view.authorizationUrl).href === address,
      ),
    close: () => {
      for (const attempt of attempts.values()) {
        if (attempt.view.kind === 'waiting') attempt.settle({ kind: 'cancelled' });
      }
      attempts.clear();
    },
  };
};
