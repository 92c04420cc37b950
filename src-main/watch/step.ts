// Decides. One thing was heard or is due: what is true now, and what has happened? The only place where state changes.
import { type Hint } from '../../src-contract/heard.ts';
import {
  abandonCancels,
  cancelAnswered,
  cancelAsked,
  judgeCancels,
  noteListed,
  noteTranscodeHint,
} from './cancel-verdict.ts';
import { withHabits, withSource } from './confirm.ts';
import { hearPlaying, hearTranscode } from './hear-hint.ts';
import { hearList } from './hear-list.ts';
import { hearWebhook } from './hear-webhook.ts';
import { andThen, unchanged, type Change, type Input, type InputOf, type Moment, type Step } from './input.ts';
import { hearTimeline, tellLibraryNews } from './library-news.ts';
import { takeSamples } from './samples.ts';
import { refreshAt, wakeAt } from './schedule.ts';
import { hearActivity, hearReachability, hearUpdate, withActivities } from './server-news.ts';
import { disabled, infoHeard, linkChanged, listFailed, woke } from './server-status.ts';
import { markSilent } from './silence.ts';
import { withTracked, type WatchState } from './state.ts';
import { abandonStops, judgeStops, stopAnswered, stopAsked } from './stop-verdict.ts';
import { watchLoads } from './transcode-load.ts';
import { tellWatched } from './watched.ts';

const hearHint = (state: WatchState, hint: Exclude<Hint, { kind: 'webhook' }>, moment: Moment): Change => {
  switch (hint.kind) {
    case 'playing':
      return hearPlaying(state, hint, moment);
    case 'transcode':
      return unchanged(noteTranscodeHint(hearTranscode(state, hint, moment), hint, moment.atMs));
    case 'timeline':
      return unchanged(hearTimeline(state, hint, moment.atMs));
    case 'activity':
      return unchanged(hearActivity(state, hint));
    case 'reachability':
      return hearReachability(state, hint.reachable, moment);
    case 'update':
      return hearUpdate(state, hint, moment);
    case 'status':
      return unchanged(state);
  }
};

const hearSource = (state: WatchState, { ratingKey, source }: InputOf<'source'>, moment: Moment): Change => {
  const told = state.tracked.map((tracked) =>
    tracked.session.item.ratingKey === ratingKey ? withSource(tracked, source, moment) : { tracked, events: [] },
  );
  return {
    state: { ...state, tracked: told.map(({ tracked }) => tracked) },
    events: told.flatMap(({ events }) => events),
    samples: [],
  };
};

const hearHabits = (state: WatchState, { sessionId, habits }: InputOf<'habits'>, moment: Moment): Change => {
  const tracked = state.tracked.find(({ session }) => session.id === sessionId);
  if (tracked === undefined) return unchanged(state);
  const told = withHabits(tracked, habits, moment);
  return { state: withTracked(state, tracked, told.tracked), events: told.events, samples: [] };
};

const hear = (state: WatchState, input: Input, moment: Moment): Change => {
  switch (input.kind) {
    case 'hint':
      // A webhook may be late, so it does not tell that the server is there now.
      return input.hint.kind === 'webhook'
        ? hearWebhook(state, input.hint.news, moment)
        : hearHint({ ...state, heardAtMs: input.atMs }, input.hint, moment);
    case 'list':
      return andThen(hearList(state, input, moment), (after) => unchanged(noteListed(after, input)));
    case 'list-failed':
      return listFailed(state, input, moment);
    case 'link':
      return unchanged(linkChanged(state, input.link, input.atMs));
    case 'info':
      return infoHeard(state, input.info, moment);
    case 'source':
      return hearSource(state, input, moment);
    case 'limits':
      return unchanged({ ...state, limits: input.limits });
    case 'habits':
      return hearHabits(state, input, moment);
    case 'activities':
      return unchanged(withActivities(state, input.activities));
    case 'stop-asked':
      return stopAsked(state, input, moment);
    case 'stop-answered':
      return stopAnswered(state, input, moment);
    case 'cancel-asked':
      return cancelAsked(state, input, moment);
    case 'cancel-answered':
      return cancelAnswered(state, input, moment);
    case 'tick':
      return unchanged(state);
    case 'woke':
      return woke(state, input, moment);
    case 'disabled':
      return disabled(state, moment);
    case 'watched-share':
      return unchanged({ ...state, watchedShare: input.share });
    case 'closed':
      return andThen(abandonStops(state, moment), (after) => abandonCancels(after, moment));
  }
};

/** What time and the new state bring about by themselves. */
const settle = (change: Change, moment: Moment): Change =>
  [
    (state: WatchState) => unchanged(watchLoads(markSilent(state, moment.atMs), moment.atMs)),
    (state: WatchState) => tellWatched(state, moment),
    (state: WatchState) => judgeStops(state, moment),
    (state: WatchState) => judgeCancels(state, moment),
    (state: WatchState) => tellLibraryNews(state, moment),
    takeSamples,
  ].reduce(andThen, change);

/** Until the server has said who it is, only what tells whether it is there is heard, and no fact can be told. */
const BEFORE_KNOWN: readonly Input['kind'][] = [
  'info',
  'link',
  'list-failed',
  'woke',
  'tick',
  'disabled',
  'watched-share',
  'closed',
];

export const step = (state: WatchState, input: Input, ids: (atMs: number) => string): Step => {
  const isKnown = state.serverId !== null;
  const moment: Moment = { atMs: input.atMs, serverId: state.serverId ?? '', ids };
  const isHeard = isKnown || BEFORE_KNOWN.includes(input.kind);
  const change = settle(isHeard ? hear(state, input, moment) : unchanged(state), moment);
  const events = isKnown ? change.events : [];
  return { ...change, events, refreshAtMs: refreshAt(change.state), wakeAtMs: wakeAt(change.state) };
};
