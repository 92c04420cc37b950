// Holds the session list against what is open: who plays on, who moved to the next item, who is new, who is gone.
import { type SeenSession } from '../../src-contract/heard.ts';
import { isSameItem, isSameViewer, isSameViewing } from './same.ts';
import { keyNumber, type Tracked } from './state.ts';

export type Pair = { tracked: Tracked; seen: SeenSession };

export type Comparison = {
  playsOn: Pair[];
  nextItem: Pair[];
  fresh: SeenSession[];
  gone: Tracked[];
  /** No key is left as it was and old ones were given anew: the server has restarted. */
  restarted: boolean;
};

export type KnownKeys = {
  /** The highest key of the server's run so far. */
  highestKey: number;
  /** There was an outage, so a viewing may be back under another key. */
  settling: boolean;
};

/** Of several viewings that could be this one, the one with the same `Session.id`. */
const pickReturned = (candidates: readonly Tracked[], seen: SeenSession): Tracked | undefined => {
  const matching = candidates.filter(
    (tracked) => isSameViewer(tracked, seen) && isSameItem(tracked.session.item, seen.item),
  );
  return matching.find(({ session }) => session.terminateId === seen.terminateId) ?? matching[0];
};

export const compare = (
  open: readonly Tracked[],
  listed: readonly SeenSession[],
  { highestKey, settling }: KnownKeys,
): Comparison => {
  const comparison: Comparison = { playsOn: [], nextItem: [], fresh: [], gone: [], restarted: false };
  const left = new Set(open);
  const unmatched: SeenSession[] = [];
  const keys = new Set<string>();
  const openByKey = new Map<string, Tracked[]>();
  for (const tracked of open) {
    const { sessionKey } = tracked.session;
    openByKey.set(sessionKey, [...(openByKey.get(sessionKey) ?? []), tracked]);
  }
  for (const seen of listed) {
    if (keys.has(seen.sessionKey)) continue;
    keys.add(seen.sessionKey);
    const known = openByKey.get(seen.sessionKey)?.find((tracked) => isSameViewer(tracked, seen));
    if (known && isSameViewing(known.session.item, seen.item)) {
      left.delete(known);
      comparison.playsOn.push({ tracked: known, seen });
    } else if (known && known.missingSinceMs === null) {
      left.delete(known);
      comparison.nextItem.push({ tracked: known, seen });
    } else {
      unmatched.push(seen);
    }
  }
  const reused = unmatched.some(({ sessionKey }) => keyNumber(sessionKey) <= highestKey);
  comparison.restarted = reused && comparison.playsOn.length + comparison.nextItem.length === 0;
  for (const seen of unmatched) {
    const returned = comparison.restarted || settling ? pickReturned([...left], seen) : undefined;
    if (returned) {
      left.delete(returned);
      comparison.playsOn.push({ tracked: returned, seen });
    } else {
      comparison.fresh.push(seen);
    }
  }
  comparison.gone = [...left];
  return comparison;
};
