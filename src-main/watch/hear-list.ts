// The session list is the truth: it opens, continues and closes viewings.
import { type SeenSession } from '../../src-contract/heard.ts';
import { compare, type Pair } from './compare.ts';
import { readDelivery } from './confirm.ts';
import { endSession, isStopPending, type End } from './end.ts';
import { layGhosts } from './ghosts.ts';
import { andThen, unchanged, type Change, type InputOf, type Moment } from './input.ts';
import { LINGER_MS, REPORT_MS, SETTLING_MS } from './limits.ts';
import { move, withStallCounted, type Told } from './move.ts';
import { isSameItem } from './same.ts';
import { answered, wasBlind } from './server-status.ts';
import { toTracked, withEntry } from './session-from-seen.ts';
import { askForList, keyNumber, type Tracked, type WatchState } from './state.ts';

type List = InputOf<'list'>;

/** The socket speaks of the next item before the list does; a list that insists on this one is right. */
const stillLeaving = ({ left, session }: Tracked, seen: SeenSession, atMs: number): Tracked['left'] =>
  left !== null && isSameItem(session.item, seen.item) && atMs - left.atMs < LINGER_MS ? left : null;

/** How long it stalled while nobody looked is not known: what is counted ends at its last sign and begins anew. */
const withoutBlindStall = (tracked: Tracked, atMs: number): Tracked =>
  tracked.stallingSinceMs === null
    ? tracked
    : { ...withStallCounted(tracked, tracked.seenAtMs), stallingSinceMs: atMs };

/** What the list says of a known session. A hint that came after the question is newer than the answer. */
const continueSession = (state: WatchState, pair: Pair, list: List, blind: boolean, moment: Moment): Told => {
  const { seen } = pair;
  const isBack = blind || pair.tracked.missingSinceMs !== null;
  const tracked = isBack ? withoutBlindStall(pair.tracked, list.atMs) : pair.tracked;
  const entered = withEntry(tracked, seen, state);
  const isOvertaken = tracked.hintAtMs !== null && tracked.hintAtMs > list.requestedAtMs;
  const movement = { state: seen.state, positionMs: seen.positionMs, startedAtMs: list.atMs, isFrame: false };
  const moved = isOvertaken ? { tracked: entered, events: [] } : move(entered, movement, moment);
  const left = stillLeaving(tracked, seen, list.atMs);
  const read = readDelivery({ ...moved.tracked, left }, seen, moment);
  return { tracked: read.tracked, events: [...moved.events, ...read.events] };
};

const continueAll = (state: WatchState, pairs: readonly Pair[], list: List, blind: boolean, moment: Moment): Change => {
  const told = new Map(pairs.map((pair) => [pair.tracked, continueSession(state, pair, list, blind, moment)]));
  return {
    state: { ...state, tracked: state.tracked.map((tracked) => told.get(tracked)?.tracked ?? tracked) },
    events: [...told.values()].flatMap(({ events }) => events),
    samples: [],
  };
};

type Opening = { startedAtMs: number; placeAtMs: number; firstSignMs: number | null };

const openSession = (state: WatchState, seen: SeenSession, opening: Opening, moment: Moment): Change => {
  const { ownerName, limits } = state;
  const { atMs, serverId } = moment;
  const place = {
    id: moment.ids(opening.startedAtMs),
    serverId,
    ownerName,
    limits,
    atMs,
    placeAtMs: opening.placeAtMs,
    firstSignMs: opening.firstSignMs,
  };
  const { startedAtMs } = opening;
  const movement = { state: seen.state, positionMs: seen.positionMs, startedAtMs, isFrame: true };
  const moved = move(toTracked(seen, place), movement, moment);
  const read = readDelivery(moved.tracked, seen, moment);
  return {
    state: { ...state, tracked: [...state.tracked, read.tracked] },
    events: [...moved.events, ...read.events],
    samples: [],
  };
};

/** Behind all others, so that those who are found together stand as Plex lists them, and after a clock was set back too. */
const lastPlace = ({ tracked }: WatchState, atMs: number): number =>
  Math.max(atMs, ...tracked.map(({ session }) => session.placeAtMs + 1));

/** `watching`: whatever is new on the list began before our eyes. */
const openFresh = (state: WatchState, seen: SeenSession, watching: boolean, moment: Moment): Change => {
  const spoken = state.strangers.find(({ sessionKey }) => sessionKey === seen.sessionKey);
  const placeAtMs = lastPlace(state, moment.atMs);
  const firstSignMs = watching ? (spoken?.heardAtMs ?? moment.atMs) : null;
  return openSession(state, seen, { startedAtMs: spoken?.atMs ?? moment.atMs, placeAtMs, firstSignMs }, moment);
};

/** Where no message told of the next item, its own position tells, as far as the last one was not seen after that. */
const endOfLast = ({ left, seenAtMs }: Tracked, { positionMs }: SeenSession, nowMs: number): number => {
  if (left !== null) return left.atMs;
  const beganAtMs = nowMs - (positionMs ?? 0);
  return beganAtMs > seenAtMs ? beganAtMs : nowMs;
};

/** The next item begins where the last one ended, unless others came in between while the list could not be read. */
const startOfNext = ({ left }: Tracked, { item }: SeenSession, endedAtMs: number): number =>
  left !== null && left.nextKey === item.ratingKey ? left.nextSinceMs : endedAtMs;

/** It takes the place on the screen; a stop that is asked for goes with it. */
const openNext = (state: WatchState, { tracked, seen }: Pair, watching: boolean, moment: Moment): Change => {
  const endedAtMs = endOfLast(tracked, seen, moment.atMs);
  const atMs = startOfNext(tracked, seen, endedAtMs);
  const ended = endSession(state, tracked, { endedBy: 'next-item', atMs: endedAtMs }, moment);
  const { placeAtMs, id } = tracked.session;
  const firstSignMs = watching ? atMs : null;
  const opened = andThen(ended, (after) =>
    openSession(after, seen, { startedAtMs: atMs, placeAtMs, firstSignMs }, moment),
  );
  const newest = opened.state.tracked.at(-1)?.session.id ?? id;
  const follow = state.stops.map((stop) => (stop.watchedId === id ? { ...stop, watchedId: newest } : stop));
  return { ...opened, state: { ...opened.state, stops: follow } };
};

/** Plex goes on listing a player that is gone: who played was last there when he was at his last position. */
const lastSign = ({ session, seen, seenAtMs }: Tracked): number => {
  const isMoving = seen !== null && session.positionMs !== null && session.state !== 'paused';
  return isMoving && seenAtMs - session.positionAtMs > REPORT_MS ? session.positionAtMs : seenAtMs;
};

/** How a session ended that nobody saw end. */
const toUnseenEnd = (state: WatchState, tracked: Tracked): End => {
  const atMs = lastSign(tracked);
  if (tracked.seen !== null && state.restarted) return { endedBy: 'server-restarted', atMs };
  const isGuess = tracked.seen === null || tracked.missingSinceMs !== null || tracked.session.silent;
  return { endedBy: isGuess ? 'presumed' : 'vanished', atMs };
};

const missSession = (state: WatchState, tracked: Tracked, list: List, moment: Moment): Change => {
  const isSpokenOf = tracked.hintAtMs !== null && tracked.hintAtMs > list.requestedAtMs;
  const isKeyTaken = list.sessions.some(({ sessionKey }) => sessionKey === tracked.session.sessionKey);
  if (isSpokenOf && !isKeyTaken) return unchanged(askForList(state, list.atMs));
  if (isStopPending(state, tracked)) return endSession(state, tracked, { endedBy: 'killed', atMs: list.atMs }, moment);
  const isSettling = state.settlingUntilMs !== null && list.atMs < state.settlingUntilMs;
  if (!isSettling) return endSession(state, tracked, toUnseenEnd(state, tracked), moment);
  const missing: Tracked = {
    ...tracked,
    missingSinceMs: tracked.missingSinceMs ?? list.atMs,
    session: { ...tracked.session, silent: true },
  };
  return unchanged({ ...state, tracked: state.tracked.map((one) => (one === tracked ? missing : one)) });
};

/** After an outage, and when keys are given anew, players need a moment to report again. */
const withSettling = (state: WatchState, restarted: boolean, atMs: number): WatchState => {
  const begins = wasBlind(state) || (restarted && !state.restarted);
  return {
    ...state,
    restarted: restarted || state.restarted,
    settlingUntilMs: begins && state.tracked.length > 0 ? atMs + SETTLING_MS : state.settlingUntilMs,
  };
};

const withSettled = (state: WatchState, atMs: number): WatchState =>
  state.settlingUntilMs !== null && atMs >= state.settlingUntilMs
    ? { ...state, settlingUntilMs: null, restarted: false }
    : state;

/** The socket tells of every beginning, once an outage is over and the list has said what is there. */
const seesBeginnings = (state: WatchState, { atMs }: List): boolean =>
  state.link.kind === 'open' && !wasBlind(state) && (state.settlingUntilMs === null || atMs >= state.settlingUntilMs);

/** Everything but theme music is shown; a list that was asked for before a newer one tells nothing new. */
export const hearList = (state: WatchState, list: List, moment: Moment): Change => {
  if (state.list !== null && list.requestedAtMs < state.list.requestedAtMs) return unchanged(state);
  const { ghosts, sessions } = layGhosts(state, list);
  const listed = sessions.filter(({ item }) => item.purpose !== 'theme');
  const settling = state.settlingUntilMs !== null || wasBlind(state);
  const comparison = compare(state.tracked, listed, { highestKey: state.highestKey, settling });
  const watching = seesBeginnings(state, list) && !comparison.restarted;
  const highest = comparison.restarted ? 0 : state.highestKey;
  const ready: WatchState = {
    ...withSettling(state, comparison.restarted, list.atMs),
    list: { requestedAtMs: list.requestedAtMs, atMs: list.atMs },
    askedAtMs: state.askedAtMs !== null && state.askedAtMs > list.requestedAtMs ? state.askedAtMs : null,
    highestKey: Math.max(highest, ...listed.map(({ sessionKey }) => keyNumber(sessionKey))),
    ghosts,
  };
  let change = answered(ready, moment);
  change = andThen(change, (now) => continueAll(now, comparison.playsOn, list, wasBlind(state), moment));
  for (const pair of comparison.nextItem) change = andThen(change, (now) => openNext(now, pair, watching, moment));
  for (const gone of comparison.gone) change = andThen(change, (now) => missSession(now, gone, list, moment));
  for (const seen of comparison.fresh) change = andThen(change, (now) => openFresh(now, seen, watching, moment));
  const strangers = change.state.strangers.filter(({ heardAtMs }) => heardAtMs > list.requestedAtMs);
  return { ...change, state: withSettled({ ...change.state, strangers }, list.atMs) };
};
