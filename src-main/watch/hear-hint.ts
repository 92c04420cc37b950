// A message of the socket is a hint: it moves a session that we know, and for anything else it asks for the list.
import { type Hint } from '../../src-contract/heard.ts';
import { type SessionState } from '../../src-contract/words.ts';
import { endSession, isStopPending } from './end.ts';
import { toGhostOf, withoutRisen } from './ghosts.ts';
import { unchanged, type Change, type Moment } from './input.ts';
import { isBeyondEnd, move } from './move.ts';
import { askForList, trackedByKey, withTracked, type Tracked, type WatchState } from './state.ts';
import { withNews } from './transcode-load.ts';

type PlayingHint = Extract<Hint, { kind: 'playing' }>;
type TranscodeHint = Extract<Hint, { kind: 'transcode' }>;

/** After a restart the same key can be someone else. */
const isFromAnother = ({ session }: Tracked, hint: PlayingHint): boolean =>
  hint.clientId !== null && session.player.machineId !== null && hint.clientId !== session.player.machineId;

/** Live TV has no ratingKey, so only the list can tell when the programme changes. */
const isOfAnotherItem = ({ session }: Tracked, hint: PlayingHint): boolean =>
  !session.item.live && hint.ratingKey !== null && hint.ratingKey !== session.item.ratingKey;

const stopped = (state: WatchState, tracked: Tracked | undefined, hint: PlayingHint, moment: Moment): Change => {
  const { atMs } = moment;
  if (!tracked) {
    const strangers = state.strangers.filter(({ sessionKey }) => sessionKey !== hint.sessionKey);
    return unchanged({ ...state, strangers, ghosts: [...state.ghosts, toGhostOf(hint, atMs)] });
  }
  if (isFromAnother(tracked, hint)) return unchanged(askForList(state, atMs));
  const { session } = tracked;
  const isUsable =
    hint.positionMs !== null &&
    hint.positionMs > 0 &&
    !isOfAnotherItem(tracked, hint) &&
    !isBeyondEnd(session, hint.positionMs);
  const last: Tracked = isUsable
    ? { ...tracked, session: { ...session, positionMs: hint.positionMs, positionAtMs: atMs } }
    : tracked;
  const endedBy = isStopPending(state, tracked) ? 'killed' : 'stopped';
  // After a roll-over it is the next item, which we never opened, that may linger in the list.
  const ghosts = isOfAnotherItem(tracked, hint) ? [...state.ghosts, toGhostOf(hint, atMs)] : state.ghosts;
  const asking = askForList(withTracked({ ...state, ghosts }, tracked, last), atMs);
  return endSession(asking, last, { endedBy, atMs: tracked.left?.atMs ?? atMs }, moment);
};

/** Speaks of a session that the list has not shown yet: it started now, and the list will say what it is. */
const withStranger = (state: WatchState, hint: PlayingHint, nowMs: number): WatchState => {
  const { sessionKey, ratingKey } = hint;
  const playsAtMs = hint.state === 'buffering' ? null : nowMs;
  const others = state.strangers.filter((stranger) => stranger.sessionKey !== sessionKey);
  const known = state.strangers.find((one) => one.sessionKey === sessionKey && one.ratingKey === ratingKey);
  const stranger = { sessionKey, ratingKey, heardAtMs: known?.heardAtMs ?? nowMs, atMs: known?.atMs ?? playsAtMs };
  return { ...state, strangers: [...others, stranger] };
};

const moved = (state: WatchState, tracked: Tracked, hint: PlayingHint, to: SessionState, moment: Moment): Change => {
  const { atMs } = moment;
  const isNewTranscode = hint.transcodeKey !== tracked.heardTranscodeKey;
  const isOver = isBeyondEnd(tracked.session, hint.positionMs);
  const heard: Tracked = { ...tracked, hintAtMs: atMs, left: null, heardTranscodeKey: hint.transcodeKey };
  const movement = { state: to, positionMs: hint.positionMs, startedAtMs: atMs, isFrame: true };
  const told = move(heard, movement, moment);
  const after = withTracked(state, tracked, told.tracked);
  return { state: isNewTranscode || isOver ? askForList(after, atMs) : after, events: told.events, samples: [] };
};

const leftItem = (state: WatchState, tracked: Tracked, nextKey: string | null, atMs: number): WatchState => {
  const isNew = tracked.left === null || tracked.left.nextKey !== nextKey;
  const left = isNew ? { atMs: tracked.left?.atMs ?? atMs, nextKey, nextSinceMs: atMs } : tracked.left;
  return askForList(withTracked(state, tracked, { ...tracked, left, hintAtMs: atMs, movedAtMs: atMs }), atMs);
};

export const hearPlaying = (state: WatchState, hint: PlayingHint, moment: Moment): Change => {
  const tracked = trackedByKey(state, hint.sessionKey);
  if (hint.state === 'stopped') return stopped(state, tracked, hint, moment);
  if (hint.state === 'error') return unchanged(askForList(state, moment.atMs));
  if (!tracked) {
    const ghosts = withoutRisen(state.ghosts, hint, moment.atMs);
    return unchanged(askForList(withStranger({ ...state, ghosts }, hint, moment.atMs), moment.atMs));
  }
  if (isFromAnother(tracked, hint)) return unchanged(askForList(state, moment.atMs));
  if (isOfAnotherItem(tracked, hint)) return unchanged(leftItem(state, tracked, hint.ratingKey, moment.atMs));
  return moved(state, tracked, hint, hint.state, moment);
};

/** Transcodes also run for nobody who watches now (downloads, optimised versions): only a new one is worth a look. */
export const hearTranscode = (state: WatchState, { phase, transcode }: TranscodeHint, moment: Moment): WatchState => {
  if (phase !== 'update') return askForList(state, moment.atMs);
  const tracked = state.tracked.find(({ session }) => session.transcode?.key === transcode.key);
  if (!tracked) return state;
  const session = { ...tracked.session, transcode: withNews(transcode, tracked, moment.atMs) };
  return withTracked(state, tracked, { ...tracked, session });
};
