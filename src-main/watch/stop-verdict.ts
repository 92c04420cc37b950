// How our own stop of a stream turns out: never retried, watched until the session is gone or ten seconds are over.
import { type StopOutcome } from '../../src-contract/event.ts';
import { type Server } from '../../src-contract/server.ts';
import { andThen, stamp, unchanged, type Change, type Failure, type InputOf, type Moment } from './input.ts';
import { VERDICT_MS } from './limits.ts';
import { askForList, type PendingStop, type WatchState } from './state.ts';

type Refusal = Extract<StopOutcome, { kind: 'refused' }>['why'];

type Order = Pick<PendingStop, 'stopId' | 'sessionId' | 'message'>;

const conclude = (state: WatchState, stop: Order, outcome: StopOutcome, moment: Moment): Change => {
  const { stopId, sessionId, message } = stop;
  return {
    state: { ...state, stops: state.stops.filter((one) => one.stopId !== stopId) },
    events: [{ ...stamp(moment), kind: 'stream-stopped', sessionId, stopId, message, outcome }],
    samples: [],
  };
};

export const stopAsked = (state: WatchState, asked: InputOf<'stop-asked'>, moment: Moment): Change => {
  const { stopId, sessionId, message, atMs } = asked;
  const tracked = state.tracked.find(({ session }) => session.id === sessionId);
  const terminateId = tracked?.session.terminateId ?? null;
  if (terminateId === null) {
    return conclude(state, asked, { kind: 'refused', why: tracked ? 'no-terminate-id' : 'already-gone' }, moment);
  }
  const order = { stopId, sessionId, watchedId: sessionId, terminateId, message, askedAtMs: atMs, accepted: false };
  return unchanged({ ...state, stops: [...state.stops, order] });
};

/**
 * 401 means that the server lacks the feature, not that the token is bad: a token that may read the session list is the
 * owner's. Plex Pass may have ended since the server told its features. 403 is documented for an empty session id,
 * which we never send: newer servers answer it to others.
 */
const toRefusal = ({ kind }: Failure, { owned }: Server): Refusal => {
  switch (kind) {
    case 'unauthorized':
      return owned ? 'no-plex-pass' : 'not-owner';
    case 'forbidden':
      return 'not-owner';
    case 'not-found':
      return 'already-gone';
    default:
      return 'server';
  }
};

/** An answer that did not come in time says nothing: the session itself will tell. */
export const isAccepted = (failure: Failure | null): boolean => failure === null || failure.kind === 'timeout';

export const stopAnswered = (state: WatchState, answer: InputOf<'stop-answered'>, moment: Moment): Change => {
  const stop = state.stops.find(({ stopId }) => stopId === answer.stopId);
  if (!stop) return unchanged(state);
  const asking = askForList(state, moment.atMs);
  if (answer.failure !== null && !isAccepted(answer.failure)) {
    return conclude(asking, stop, { kind: 'refused', why: toRefusal(answer.failure, state.server) }, moment);
  }
  const stops = state.stops.map((one) => (one === stop ? { ...stop, accepted: true } : one));
  return unchanged({ ...asking, stops });
};

const judge = (state: WatchState, stop: PendingStop, moment: Moment): StopOutcome | null => {
  const afterMs = moment.atMs - stop.askedAtMs;
  if (!state.tracked.some(({ session }) => session.id === stop.watchedId)) return { kind: 'stopped', afterMs };
  if (afterMs < VERDICT_MS) return null;
  const hasLooked = state.list !== null && state.list.requestedAtMs > stop.askedAtMs;
  return stop.accepted && hasLooked ? { kind: 'still-playing', afterMs } : { kind: 'refused', why: 'server' };
};

export const judgeStops = (state: WatchState, moment: Moment): Change =>
  state.stops.reduce((change, stop) => {
    const outcome = judge(state, stop, moment);
    return outcome === null ? change : andThen(change, (now) => conclude(now, stop, outcome, moment));
  }, unchanged(state));

/** Marquee closes: nobody will see how it ends. */
export const abandonStops = (state: WatchState, moment: Moment): Change =>
  state.stops.reduce(
    (change, stop) => andThen(change, (now) => conclude(now, stop, { kind: 'refused', why: 'server' }, moment)),
    unchanged(state),
  );
