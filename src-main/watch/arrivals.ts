// Shows that somebody starts before the session list says who: with hundreds of sessions the list takes its time.
import { type Hint } from '../../src-contract/heard.ts';
import { type Arrival } from '../../src-contract/live.ts';
import { type Item, type Session } from '../../src-contract/session.ts';
import { LINGER_MS } from './limits.ts';

/** A list that has not shown it by then never will. */
const PATIENCE_MS = 10_000;

const SHOWN: readonly Item['type'][] = ['movie', 'episode', 'track', 'clip'];

export type ArrivalsOptions = {
  /** What the library says of an item: remembered, or one small question. */
  readItem: (ratingKey: string) => Promise<Item | null>;
  onChange: () => void;
  clock: { nowMs: () => number; after: (delayMs: number, callback: () => void) => () => void };
};

/**
 * Only announces: what is true, and what is kept, is still decided by the list alone. A message without a ratingKey (live
 * TV), of a session that just left, or of theme music announces nothing.
 */
export const createArrivals = ({ readItem, onChange, clock }: ArrivalsOptions) => {
  const coming = new Map<string, { atMs: number; item: Item | null; cancel: () => void }>();
  const left = new Map<string, number>();
  let listed = new Set<string>();

  const drop = (sessionKey: string): void => {
    const known = coming.get(sessionKey);
    if (!known) return;
    known.cancel();
    coming.delete(sessionKey);
    if (known.item !== null) onChange();
  };

  const announce = async (sessionKey: string, ratingKey: string): Promise<void> => {
    const cancel = clock.after(PATIENCE_MS, () => drop(sessionKey));
    const mine = { atMs: clock.nowMs(), item: null, cancel };
    coming.set(sessionKey, mine);
    // Not to be told of is no failure: the list will say.
    const item = await readItem(ratingKey).catch(() => null);
    if (item === null || item.purpose === 'theme' || !SHOWN.includes(item.type)) return;
    if (coming.get(sessionKey) !== mine) return;
    coming.set(sessionKey, { ...mine, item });
    onChange();
  };

  const hasJustLeft = (sessionKey: string): boolean =>
    clock.nowMs() - (left.get(sessionKey) ?? Number.NEGATIVE_INFINITY) < LINGER_MS;

  return {
    hear: (hint: Hint): void => {
      if (hint.kind !== 'playing') return;
      const { sessionKey, ratingKey } = hint;
      if (hint.state === 'stopped' || hint.state === 'error') return drop(sessionKey);
      if (ratingKey === null || listed.has(sessionKey) || coming.has(sessionKey) || hasJustLeft(sessionKey)) return;
      void announce(sessionKey, ratingKey);
    },
    /** The list shows them now. Those that it showed before have left. */
    see: (sessions: readonly Session[]): void => {
      const now = new Set(sessions.map(({ sessionKey }) => sessionKey));
      const nowMs = clock.nowMs();
      for (const [sessionKey, atMs] of left) if (nowMs - atMs >= LINGER_MS) left.delete(sessionKey);
      for (const sessionKey of listed) if (!now.has(sessionKey)) left.set(sessionKey, nowMs);
      listed = now;
      for (const sessionKey of coming.keys()) if (now.has(sessionKey)) drop(sessionKey);
    },
    shown: (serverId: string): Arrival[] =>
      [...coming].flatMap(([sessionKey, { atMs, item }]) =>
        item === null ? [] : [{ serverId, sessionKey, atMs, item }],
      ),
    close: (): void => {
      for (const { cancel } of coming.values()) cancel();
      coming.clear();
    },
  };
};
