// What the live screen shows, made from the messages of the live feed. Pure.
import { applyPatch, byPlace } from '../../src-contract/apply-patch.ts';
import type { Ending, LiveMessage, Snapshot } from '../../src-contract/live.ts';
import type { Session } from '../../src-contract/session.ts';
import { describeNews } from '../../src-contract/text/words.ts';

/** A card keeps its identity until what it shows changes. One that ended stays a moment and says how. */
export type Card = { session: Session; ending: Ending | null; leavesAtMs: number | null };

export type LiveState = {
  snapshot: Snapshot | null;
  cards: readonly Card[];
  /** The core's clock less ours: add it to our time before comparing with theirs. */
  clockAheadMs: number;
  /** The last thing that happened, for screen readers; the number tells two equal sentences apart. */
  news: { number: number; text: string };
};

/** How long an ended card stays. */
export const farewellMs = 8000;

/** No message is under way for longer. */
const slowestMs = 2000;

export const nothingYet: LiveState = { snapshot: null, cards: [], clockAheadMs: 0, news: { number: 0, text: '' } };

/** The next state, or null when a patch does not follow on what we have and a new snapshot is needed. */
export function receive(state: LiveState, message: LiveMessage, nowMs: number): LiveState | null {
  if (message.kind === 'snapshot') {
    const { snapshot } = message;
    return {
      ...state,
      snapshot,
      cards: arrange(snapshot.sessions, state.cards, []),
      clockAheadMs: snapshot.atMs - nowMs,
    };
  }
  const { patch } = message;
  const before = state.snapshot;
  const snapshot = before && applyPatch(before, patch);
  if (before === null || snapshot === null) return null;
  const known = new Map(before.sessions.map((session) => [session.id, session]));
  const farewells = patch.ended.flatMap((ending): Card[] => {
    const session = known.get(ending.sessionId);
    // The next episode takes the place of the last one: nothing left the screen.
    if (session === undefined || ending.endedBy === 'next-item') return [];
    return [{ session, ending, leavesAtMs: nowMs + farewellMs }];
  });
  const news = describeNews(
    patch.sessions.filter(({ id }) => !known.has(id)),
    farewells.map(({ session }) => session),
  );
  return {
    snapshot,
    cards: arrange(snapshot.sessions, state.cards, farewells),
    clockAheadMs: measure(state.clockAheadMs, patch.atMs - nowMs),
    news: news === null ? state.news : { number: state.news.number + 1, text: news },
  };
}

/** The quickest message is the best measure; a slow one only seems to come from the past. One that is very slow is none: a clock was set. */
function measure(knownMs: number, saidMs: number): number {
  return saidMs > knownMs || knownMs - saidMs > slowestMs ? saidMs : knownMs;
}

/** Without the cards whose time to leave has come. */
export function dismiss(state: LiveState, nowMs: number): LiveState {
  const cards = state.cards.filter(({ leavesAtMs }) => leavesAtMs === null || leavesAtMs > nowMs);
  return cards.length === state.cards.length ? state : { ...state, cards };
}

/** When the next ended card leaves, or null. */
export function nextLeaveMs(state: LiveState): number | null {
  return state.cards.reduce<number | null>(
    (next, { leavesAtMs }) => (leavesAtMs === null ? next : Math.min(leavesAtMs, next ?? leavesAtMs)),
    null,
  );
}

/** Sessions in their order, with ended cards still in their old places. */
function arrange(sessions: readonly Session[], before: readonly Card[], farewells: readonly Card[]): Card[] {
  const old = new Map(before.map((card) => [card.session.id, card]));
  const listed = new Set(sessions.map(({ id }) => id));
  const leaving = [...before.filter(({ ending }) => ending !== null), ...farewells]
    .filter(({ session }) => !listed.has(session.id))
    .toSorted((one, other) => byPlace(one.session, other.session));
  const cards: Card[] = [];
  let next = 0;
  for (const session of sessions) {
    for (let card = leaving[next]; card && byPlace(card.session, session) < 0; card = leaving[++next]) cards.push(card);
    const known = old.get(session.id);
    const same = known?.session === session && known.ending === null;
    cards.push(same ? known : { session, ending: null, leavesAtMs: null });
  }
  return [...cards, ...leaving.slice(next)];
}
