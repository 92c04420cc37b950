// When a delivery counts: two readings three seconds apart agree. Until then nothing is told of it.
import { type Event } from '../../src-contract/event.ts';
import { type SeenSession } from '../../src-contract/heard.ts';
import { type Session, type Stream, type Transcode } from '../../src-contract/session.ts';
import { isSameDelivery, toStream } from './deliver.ts';
import { explain } from './explain.ts';
import { stamp, type Moment } from './input.ts';
import { keepSame } from './keep-same.ts';
import { CONFIRM_MS } from './limits.ts';
import { type Told } from './move.ts';
import { toShownTranscode } from './session-from-seen.ts';
import { type Habit } from '../../src-contract/habit.ts';
import { learn } from './learn.ts';
import { KNOWN_NOTHING } from './player-known.ts';
import { type Tracked } from './state.ts';

const streamChanged = ({ session, source, limits }: Tracked, moment: Moment): Event => ({
  ...stamp(moment),
  kind: 'session-stream-changed',
  sessionId: session.id,
  positionMs: session.positionMs,
  stream: session.stream,
  reasons: session.reasons,
  transcode: session.transcode,
  network: session.network,
  player: session.player,
  versions: source?.versions ?? [],
  limits,
  creditsStartMs: source?.creditsStartMs ?? null,
  durationMs: session.item.durationMs,
});

const explainSession = ({ session, source, limits, known }: Tracked, stream: Stream) =>
  explain({
    stream,
    player: session.player,
    network: session.network,
    versions: source?.versions ?? [],
    limits,
    live: session.item.live,
    known: known ?? KNOWN_NOTHING,
  });

/** Shows a reading. A running session keeps its confirmed delivery until another one is confirmed. */
const show = (tracked: Tracked, stream: Stream, transcode: Transcode | null): Tracked => {
  const { session } = tracked;
  const reasons = keepSame(session.reasons, explainSession(tracked, stream));
  return {
    ...tracked,
    session: { ...session, stream: keepSame(session.stream, stream), reasons, transcode },
  };
};

/** Tells of the transcode's beginning and end. Some transcodes come without a TranscodeSession: then there is nothing to tell. */
const tellTranscode = (tracked: Tracked, moment: Moment): Told => {
  const { session, confirmed, toldTranscode } = tracked;
  const current = confirmed?.decision === 'transcode' ? session.transcode : null;
  if (current?.key === toldTranscode?.key) return { tracked, events: [] };
  if (current === null && confirmed?.decision === 'transcode') return { tracked, events: [] };
  const events: Event[] = [];
  if (toldTranscode !== null) {
    events.push({ ...stamp(moment), kind: 'transcode-ended', sessionId: session.id, transcode: toldTranscode });
  }
  if (current !== null) {
    const { reasons } = session;
    events.push({ ...stamp(moment), kind: 'transcode-started', sessionId: session.id, transcode: current, reasons });
  }
  return { tracked: { ...tracked, toldTranscode: current }, events };
};

const confirmReading = (tracked: Tracked, stream: Stream, seen: SeenSession, moment: Moment): Told => {
  const shown = show({ ...tracked, claim: null, confirmed: stream }, stream, toShownTranscode(seen, stream.decision));
  const transcode = tellTranscode(shown, moment);
  return { tracked: transcode.tracked, events: [streamChanged(shown, moment), ...transcode.events] };
};

/** One reading of the list. */
export const readDelivery = (tracked: Tracked, seen: SeenSession, moment: Moment): Told => {
  const stream: Stream = { ...toStream(seen, tracked.source), confirmed: false };
  const transcode = toShownTranscode(seen, stream.decision);
  const { claim, confirmed } = tracked;
  if (confirmed !== null && isSameDelivery(confirmed, stream)) {
    return tellTranscode(show({ ...tracked, claim: null }, { ...stream, confirmed: true }, transcode), moment);
  }
  const claimed = claim !== null && isSameDelivery(claim.stream, stream) ? claim : { stream, sinceMs: moment.atMs };
  if (tracked.announced && moment.atMs - claimed.sinceMs >= CONFIRM_MS) {
    return confirmReading(tracked, { ...stream, confirmed: true }, seen, moment);
  }
  const waiting = { ...tracked, claim: claimed };
  return { tracked: confirmed === null ? show(waiting, stream, transcode) : waiting, events: [] };
};

/** The library has told of the source: the same delivery, better explained. */
export const withSource = (tracked: Tracked, source: Tracked['source'], moment: Moment): Told => {
  const read: Tracked = { ...tracked, source, sourceRead: true };
  const { seen, session } = tracked;
  if (source === null || seen === null) return { tracked: read, events: [] };
  const stream: Stream = { ...toStream(seen, source), confirmed: session.stream.confirmed };
  if (tracked.confirmed === null) return { tracked: show(read, stream, session.transcode), events: [] };
  // An unconfirmed claim stays hidden: it is explained when it is confirmed.
  if (!isSameDelivery(tracked.confirmed, stream)) return { tracked: read, events: [] };
  const shown = show({ ...read, confirmed: stream }, stream, session.transcode);
  return { tracked: shown, events: [streamChanged(shown, moment)] };
};

/** The history has told how this player got things before: the same delivery, better explained. */
export const withHabits = (tracked: Tracked, habits: readonly Habit[], moment: Moment): Told => {
  const { session } = tracked;
  const known = learn(session.player, habits);
  const shown = show({ ...tracked, known }, session.stream, session.transcode);
  const isNews = tracked.confirmed !== null && !isSameReasons(session.reasons, shown.session.reasons);
  return { tracked: shown, events: isNews ? [streamChanged(shown, moment)] : [] };
};

const isSameReasons = (one: Session['reasons'], other: Session['reasons']): boolean =>
  one.length === other.length && one.every(({ text }, at) => text === other[at]?.text);
