// How cancelling a transcode turns out: some players end, some go on directly, many ask for another transcode.
import { type CancelOutcome } from '../../src-contract/event.ts';
import { type Hint } from '../../src-contract/heard.ts';
import { andThen, stamp, unchanged, type Change, type InputOf, type Moment } from './input.ts';
import { CANCEL_LINGER_MS, VERDICT_MS } from './limits.ts';
import { askForList, type PendingCancel, type Tracked, type WatchState } from './state.ts';
import { isAccepted } from './stop-verdict.ts';

type TranscodeHint = Extract<Hint, { kind: 'transcode' }>;

const conclude = (state: WatchState, cancel: PendingCancel, outcome: CancelOutcome, moment: Moment): Change => {
  const { stopId, sessionId } = cancel;
  return {
    state: { ...state, cancels: state.cancels.filter((one) => one.stopId !== stopId) },
    events: [{ ...stamp(moment), kind: 'transcode-cancelled', sessionId, stopId, outcome }],
    samples: [],
  };
};

const findSession = (state: WatchState, sessionId: string): Tracked | undefined =>
  state.tracked.find(({ session }) => session.id === sessionId);

export const cancelAsked = (state: WatchState, asked: InputOf<'cancel-asked'>, moment: Moment): Change => {
  const { stopId, sessionId, atMs } = asked;
  const transcode = findSession(state, sessionId)?.session.transcode ?? null;
  const cancel: PendingCancel = {
    stopId,
    sessionId,
    key: transcode?.key ?? '',
    startedAtMs: transcode?.startedAtMs ?? null,
    askedAtMs: atMs,
    accepted: false,
    goneAtMs: null,
    back: null,
  };
  if (transcode === null) return conclude(state, cancel, { kind: 'nothing-to-stop' }, moment);
  return unchanged({ ...state, cancels: [...state.cancels, cancel] });
};

export const cancelAnswered = (state: WatchState, answer: InputOf<'cancel-answered'>, moment: Moment): Change => {
  const cancel = state.cancels.find(({ stopId }) => stopId === answer.stopId);
  if (!cancel) return unchanged(state);
  const asking = askForList(state, moment.atMs);
  if (answer.failure === null || isAccepted(answer.failure)) {
    const cancels = state.cancels.map((one) => (one === cancel ? { ...cancel, accepted: true } : one));
    return unchanged({ ...asking, cancels });
  }
  switch (answer.failure.kind) {
    case 'not-found':
      return conclude(asking, cancel, { kind: 'nothing-to-stop' }, moment);
    case 'unauthorized':
    case 'forbidden':
      return conclude(asking, cancel, { kind: 'refused', why: 'not-owner' }, moment);
    default:
      return conclude(asking, cancel, { kind: 'refused', why: 'server' }, moment);
  }
};

const withCancels = (state: WatchState, change: (cancel: PendingCancel) => PendingCancel): WatchState =>
  state.cancels.length === 0 ? state : { ...state, cancels: state.cancels.map(change) };

/** The socket tells the end of a transcode, and the beginning of another, sooner than the list. */
export const noteTranscodeHint = (state: WatchState, { phase, transcode }: TranscodeHint, atMs: number): WatchState =>
  withCancels(state, (cancel) => {
    if (cancel.key !== transcode.key) return cancel;
    if (phase === 'end') return { ...cancel, goneAtMs: cancel.goneAtMs ?? atMs };
    const isBack = phase === 'start' && cancel.goneAtMs !== null;
    return isBack ? { ...cancel, back: cancel.back ?? { atMs, sameKey: true } } : cancel;
  });

/** What a list that was asked for after the cancelling says of its transcode. */
export const noteListed = (state: WatchState, list: InputOf<'list'>): WatchState =>
  withCancels(state, (cancel) => {
    const tracked = findSession(state, cancel.sessionId);
    if (!tracked || tracked.seen === null || list.requestedAtMs <= cancel.askedAtMs || cancel.back) return cancel;
    const listed = tracked.seen.transcode;
    const { atMs } = list;
    if (listed === null) return { ...cancel, goneAtMs: cancel.goneAtMs ?? atMs };
    if (listed.key !== cancel.key) return { ...cancel, back: { atMs, sameKey: false } };
    const isLater = cancel.startedAtMs !== null && (listed.startedAtMs ?? 0) > cancel.startedAtMs + CANCEL_LINGER_MS;
    const hasReturned = cancel.goneAtMs !== null && list.requestedAtMs - cancel.goneAtMs > CANCEL_LINGER_MS;
    return isLater || hasReturned ? { ...cancel, back: { atMs, sameKey: true } } : cancel;
  });

const judge = (state: WatchState, cancel: PendingCancel, moment: Moment): CancelOutcome | null => {
  const afterMs = moment.atMs - cancel.askedAtMs;
  const tracked = findSession(state, cancel.sessionId);
  if (!tracked) return { kind: 'session-ended', afterMs };
  if (cancel.back)
    return { kind: 'came-back', afterMs: cancel.back.atMs - cancel.askedAtMs, sameKey: cancel.back.sameKey };
  if (cancel.goneAtMs !== null && tracked.confirmed !== null && tracked.session.stream.decision === 'direct-play') {
    return { kind: 'plays-directly', afterMs: cancel.goneAtMs - cancel.askedAtMs };
  }
  if (afterMs < VERDICT_MS) return null;
  const hasLooked = state.list !== null && state.list.requestedAtMs > cancel.askedAtMs;
  if (!cancel.accepted || !hasLooked) return { kind: 'refused', why: 'server' };
  return cancel.goneAtMs === null
    ? { kind: 'still-transcoding', afterMs }
    : { kind: 'plays-directly', afterMs: cancel.goneAtMs - cancel.askedAtMs };
};

export const judgeCancels = (state: WatchState, moment: Moment): Change =>
  state.cancels.reduce((change, cancel) => {
    const outcome = judge(state, cancel, moment);
    return outcome === null ? change : andThen(change, (now) => conclude(now, cancel, outcome, moment));
  }, unchanged(state));

/** Marquee closes: nobody will see how it ends. */
export const abandonCancels = (state: WatchState, moment: Moment): Change =>
  state.cancels.reduce(
    (change, cancel) => andThen(change, (now) => conclude(now, cancel, { kind: 'refused', why: 'server' }, moment)),
    unchanged(state),
  );
