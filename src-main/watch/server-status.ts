// Whether we hear the server, and who it says it is.
import { type Event } from '../../src-contract/event.ts';
import { type ServerInfo, type ServerStatus } from '../../src-contract/server.ts';
import { describeFailure } from './describe-failure.ts';
import { endSession } from './end.ts';
import { closeGap, openGap } from './gaps.ts';
import { andThen, stamp, unchanged, type Change, type Failure, type InputOf, type Link, type Moment } from './input.ts';
import { REFUSED_POLL_MS, REFUSED_RETRY_MS, SETTLING_MS, SLEEP_GAP_MS } from './limits.ts';
import { pollInterval } from './schedule.ts';
import { askForList, type WatchState } from './state.ts';

const withStatus = (state: WatchState, status: ServerStatus): WatchState => ({
  ...state,
  server: { ...state.server, status },
});

/** The moment since when a status holds: repeating it changes nothing. */
const since = ({ server: { status } }: WatchState, kind: ServerStatus['kind'], atMs: number): number =>
  status.kind === kind && 'sinceMs' in status ? status.sinceMs : atMs;

/** How we listen to a server that answers. */
const listening = (state: WatchState, atMs: number): WatchState => {
  const { link, server } = state;
  const polling = (why: string) => withStatus(state, { kind: 'polling', sinceMs: since(state, 'polling', atMs), why });
  switch (link.kind) {
    case 'open':
      if (server.status.kind === 'live') return state;
      return withStatus(state, { kind: 'live', sinceMs: atMs });
    case 'off':
      return polling('Listening is switched off; the session list is read regularly instead.');
    case 'opening':
      return server.status.kind === 'connecting' ? state : polling('The live connection is not open yet.');
    case 'closed':
    case 'unauthorized':
      return polling(link.why);
  }
};

/** Nothing could be seen of what played meanwhile. */
export const wasBlind = ({ server: { status }, list }: WatchState): boolean =>
  list === null || status.kind === 'unreachable' || status.kind === 'unauthorized';

/** The list was answered: the server is there. */
export const answered = (state: WatchState, moment: Moment): Change => {
  const { name, version, status } = state.server;
  const wasDown = status.kind === 'unreachable';
  const heard: WatchState = {
    ...listening(state, moment.atMs),
    heardAtMs: moment.atMs,
    failures: 0,
    notBeforeMs: null,
  };
  const up: Event[] = wasDown ? [{ ...stamp(moment), kind: 'server-up', name, version }] : [];
  const closed = closeGap(heard, moment);
  return { ...closed, events: [...up, ...closed.events] };
};

const refused = (state: WatchState, failure: Failure, moment: Moment): Change => {
  const { atMs } = moment;
  const isExpired = failure.kind === 'unauthorized';
  const isNews = state.server.status.kind !== 'unauthorized';
  const status = {
    kind: 'unauthorized',
    sinceMs: since(state, 'unauthorized', atMs),
    why: describeFailure(failure),
  } as const;
  const after = withStatus(state, status);
  const owned = isExpired ? after.server.owned : false;
  const next = { ...after, server: { ...after.server, owned }, askedAtMs: atMs };
  const told: Event[] = isExpired && isNews ? [{ ...stamp(moment), kind: 'sign-in-expired' }] : [];
  const waitMs = Math.min(Math.max(atMs - status.sinceMs, REFUSED_RETRY_MS), REFUSED_POLL_MS);
  const gap = openGap({ ...next, notBeforeMs: atMs + waitMs }, 'unauthorized', moment);
  return { ...gap, events: [...told, ...gap.events] };
};

/** A server that does not answer is asked again soon, however quiet it was; an open breaker says itself when. */
const retryDelay = (state: WatchState, { kind, retryAfterMs }: Failure): number => {
  const usualMs = Math.min(pollInterval(state), state.sessionPollMs);
  return kind === 'breaker-open' ? (retryAfterMs ?? usualMs) : Math.max(usualMs, retryAfterMs ?? 0);
};

const failedToAnswer = (state: WatchState, failure: Failure, moment: Moment): Change => {
  const { atMs } = moment;
  const failures = state.failures + 1;
  const notBeforeMs = atMs + retryDelay(state, failure);
  const waiting: WatchState = { ...state, failures, notBeforeMs, askedAtMs: atMs };
  // While the socket speaks, one list that fails is an accident.
  if (state.link.kind === 'open' && failure.kind !== 'unreachable' && failures < 2) return unchanged(waiting);
  const why = describeFailure(failure);
  const isNews = state.server.status.kind !== 'unreachable';
  const sinceMs = since(state, 'unreachable', atMs);
  const down = withStatus(waiting, { kind: 'unreachable', sinceMs, nextTryAtMs: notBeforeMs, why });
  const told: Event[] = isNews ? [{ ...stamp(moment), kind: 'server-down', why }] : [];
  const gap = openGap(down, 'server-down', moment);
  return { ...gap, events: [...told, ...gap.events] };
};

/** The list could not be read. A failure of an older question than the newest answer tells nothing. */
export const listFailed = (state: WatchState, input: InputOf<'list-failed'>, moment: Moment): Change => {
  const { failure, requestedAtMs } = input;
  if (state.list !== null && requestedAtMs < state.list.requestedAtMs) return unchanged(state);
  if (failure.kind === 'unauthorized' || failure.kind === 'forbidden') return refused(state, failure, moment);
  // Who has shown us nothing yet, or nothing for a while and has no other way to tell, is not heard; else it is an accident.
  const isHeard = state.list !== null && (state.link.kind === 'open' || state.failures === 0);
  if (failure.kind !== 'rate-limited' || !isHeard) return failedToAnswer(state, failure, moment);
  const waitMs = Math.max(failure.retryAfterMs ?? 0, pollInterval(state));
  const failures = state.failures + 1;
  return unchanged({ ...state, failures, notBeforeMs: input.atMs + waitMs, askedAtMs: input.atMs });
};

/** Whatever the link does, the list says what we missed meanwhile. */
export const linkChanged = (state: WatchState, link: Link, atMs: number): WatchState => {
  const wasOpen = state.link.kind === 'open';
  const isOpen = link.kind === 'open';
  if (!isOpen && !wasOpen && state.link.kind !== 'opening') {
    return { ...state, link, server: hears(state) ? listening({ ...state, link }, atMs).server : state.server };
  }
  const changed: WatchState = {
    ...askForList(state, atMs),
    link,
    heardAtMs: isOpen || wasOpen ? atMs : state.heardAtMs,
    notBeforeMs: isOpen ? null : state.notBeforeMs,
    settlingUntilMs: state.list === null ? null : atMs + SETTLING_MS,
    // A connection that was closed could not bring frames: nobody was silent meanwhile.
    tracked: isOpen ? state.tracked.map((tracked) => ({ ...tracked, movedAtMs: atMs })) : state.tracked,
  };
  return hears(state) ? listening(changed, atMs) : changed;
};

const hears = ({ server: { status }, list }: WatchState): boolean =>
  list !== null && (status.kind === 'live' || status.kind === 'polling' || status.kind === 'connecting');

/** The machine slept: nothing was heard, however well the socket looks, and whatever it brought before we were told. */
export const woke = (state: WatchState, { asleepSinceMs = Infinity }: InputOf<'woke'>, moment: Moment): Change => {
  const asking: WatchState = {
    ...askForList(state, moment.atMs),
    notBeforeMs: null,
    settlingUntilMs: state.list === null ? null : moment.atMs + SETTLING_MS,
  };
  const heardAtMs = state.heardAtMs === null ? null : Math.min(state.heardAtMs, asleepSinceMs);
  const slept = heardAtMs !== null && moment.atMs - heardAtMs >= SLEEP_GAP_MS;
  return slept ? openGap({ ...asking, heardAtMs }, 'sleep', moment) : unchanged(asking);
};

const withInfo = (state: WatchState, { ownerName, ...info }: ServerInfo, atMs: number): WatchState => {
  const isNew = state.serverId !== info.id;
  const { updateAvailable } = state.server;
  const server = {
    ...state.server,
    ...info,
    updateAvailable: updateAvailable === info.version ? null : updateAvailable,
  };
  const known = { ...state, serverId: info.id, ownerName, server };
  return isNew ? askForList(known, atMs) : known;
};

/** Another server at this address: what played on the old one is over as far as we know. */
export const infoHeard = (state: WatchState, info: ServerInfo, moment: Moment): Change => {
  if (state.serverId === null || state.serverId === info.id) return unchanged(withInfo(state, info, moment.atMs));
  const left = endAll(state, moment);
  return { ...left, state: withInfo({ ...left.state, highestKey: 0, ghosts: [] }, info, moment.atMs) };
};

const endAll = (state: WatchState, moment: Moment): Change =>
  state.tracked.reduce(
    (change, tracked) =>
      andThen(change, (now) => endSession(now, tracked, { endedBy: 'presumed', atMs: tracked.seenAtMs }, moment)),
    unchanged(state),
  );

/** By the owner: nobody looks any more. */
export const disabled = (state: WatchState, moment: Moment): Change => {
  const ended = endAll(state, moment);
  return { ...ended, state: { ...withStatus(ended.state, { kind: 'disabled' }), askedAtMs: null } };
};
