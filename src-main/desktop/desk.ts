// What the desktop shows of Marquee besides its window: the tray, and notifications; and what a click on them does.
import type { News } from '../../src-contract/live.ts';
import type { OwnerSettings, SettingsChange } from '../../src-contract/settings.ts';
import { atMostEvery } from '../lib/at-most-every.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { createMissed } from './missed-marquees.ts';
import { createNotifier } from './notifier.ts';
import { stopAndTell, type SessionCalls } from './notify-outcome.ts';
import { nothingHeard, type Notice } from './notify-state.ts';
import { decideNotifications, type NotifyInput } from './notify.ts';
import { isQuiet, localMinute, toPauseEnd } from './quiet.ts';
import { keepTray } from './tray-keeper.ts';
import type { TrayAct, TrayView } from './tray-menu.ts';
import { createTray } from './tray.ts';
import { describeUpdateNews, type UpdateState } from './update-state.ts';

/** What is shown: all Marquees as one. */
type Shown = {
  /** Null until there is something to show. */
  picture: () => TrayView['snapshot'];
  onChange: (listener: () => void) => () => void;
  onNews: (listener: (news: News) => void) => () => void;
  sessions: SessionCalls;
};

type Options = {
  shown: Shown;
  settings: {
    get: () => OwnerSettings;
    update: (change: SettingsChange) => unknown;
    onChange: (listener: () => void) => () => void;
  };
  showWindow: (route?: string) => void;
  /** Opens the window on one Marquee; null is our own. */
  showMarquee: (id: string | null) => void;
  quit: () => void;
  /** A click on the news of a newer Marquee. */
  update: () => void;
  /** Whether it was said already that this desktop has no tray, and that it is said now. */
  noTray: { isTold: () => boolean; tell: () => void };
  clock: Clock;
  log: Log;
};

export type Desk = {
  showUpdate: (state: UpdateState) => void;
  close: () => void;
};

/** A view moves four times a second; what it gives to tell can wait for one. */
const LOOK_EVERY_MS = 1000;

export const createDesk = (options: Options): Desk => {
  const { shown, settings, showWindow, quit, update, noTray, clock, log } = options;
  const { platform } = process;
  const closing = new AbortController();
  const stopping = new Set<string>();
  const undo: (() => void)[] = [];
  let state = nothingHeard;
  let disarm = () => {};
  let updateState: UpdateState = { kind: 'none' };

  const openSession = (sessionId: string | null) => showWindow(sessionId === null ? 'live' : `live/${sessionId}`);

  const stop = async (what: 'stop' | 'stop-transcode', sessionId: string) => {
    const { sessions = [], servers = [] } = shown.picture() ?? {};
    const session = sessions.find(({ id }) => id === sessionId);
    if (!session || stopping.has(sessionId)) return;
    stopping.add(sessionId);
    tray.refresh();
    const server = servers.find(({ id }) => id === session.serverId)?.name ?? 'The server';
    const notice = await stopAndTell(shown.sessions, what, session, server);
    stopping.delete(sessionId);
    if (closing.signal.aborted) return;
    tray.refresh();
    notifier.show(notice);
  };

  const pause = (pausedUntilMs: number | null) => {
    try {
      settings.update({ notifications: { pausedUntilMs } });
    } catch (error) {
      // Expected on a full disk; then it is not paused, and the menu says so by staying as it is.
      log.error('The pause of notifications could not be kept', { error: toError(error) });
    }
  };

  const act = (asked: TrayAct): void => {
    switch (asked.kind) {
      case 'open-window':
        return showWindow();
      case 'open-marquee':
        return options.showMarquee(asked.marqueeId);
      case 'open-settings':
        return showWindow('settings');
      case 'open-session':
        return openSession(asked.sessionId);
      case 'stop-with-message':
        return showWindow(`live/${asked.sessionId}/stop`);
      case 'stop':
      case 'stop-transcode':
        return void stop(asked.kind, asked.sessionId);
      case 'pause-notifications':
        return pause(toPauseEnd(asked.pause, clock.nowMs()));
      case 'resume-notifications':
        return pause(null);
      case 'update':
        return update();
      case 'quit':
        return quit();
    }
  };

  const notifier = createNotifier({
    platform,
    onOpen: openSession,
    onStop: (sessionId) => void stop('stop', sessionId),
    log,
  });
  const openTray = () =>
    createTray({
      view: () => ({
        snapshot: shown.picture(),
        stopping,
        pausedUntilMs: settings.get().notifications.pausedUntilMs,
        update: updateState,
        nowMs: clock.nowMs(),
      }),
      onAct: act,
      clock,
      platform,
    });
  const missing: Notice = {
    key: 'no-tray',
    title: 'This desktop shows no tray',
    body: 'Marquee goes on without its icon. Start it again from your applications, and its window opens.',
    sessionId: null,
    canStop: false,
    replaces: false,
  };
  const tray = keepTray({
    open: openTray,
    busAddress: platform === 'linux' ? process.env['DBUS_SESSION_BUS_ADDRESS'] : undefined,
    onMissing: () => {
      if (noTray.isTold()) return;
      noTray.tell();
      log.info(missing.title);
      notifier.show(missing);
    },
    clock,
  });

  const take = (input: NotifyInput) => {
    const { notifications } = settings.get();
    const told = decideNotifications(state, input, notifications, localMinute);
    state = told.state;
    for (const notice of told.notices) notifier.show(notice);
    disarm();
    if (told.wakeAtMs === null) return;
    disarm = clock.after(told.wakeAtMs - clock.nowMs(), () => take({ kind: 'tick', atMs: clock.nowMs() }));
  };
  const look = () => {
    const snapshot = shown.picture();
    if (snapshot) take({ kind: 'view', snapshot, atMs: clock.nowMs() });
  };
  const looks = atMostEvery(LOOK_EVERY_MS, clock, look);

  let disarmPause = () => {};
  /** The menu says that notifications are paused, until they are not. */
  const awaitPauseEnd = () => {
    disarmPause();
    const { pausedUntilMs } = settings.get().notifications;
    if (pausedUntilMs !== null && pausedUntilMs > clock.nowMs())
      disarmPause = clock.after(pausedUntilMs - clock.nowMs(), tray.refresh);
  };
  awaitPauseEnd();
  undo.push(
    settings.onChange(() => {
      tray.refresh();
      awaitPauseEnd();
      take({ kind: 'tick', atMs: clock.nowMs() });
    }),
  );

  const missed = createMissed({
    tell: (kind, notice) => {
      const { notifications } = settings.get();
      if (notifications.kinds[kind] && !isQuiet(notifications, clock.nowMs(), localMinute)) notifier.show(notice);
    },
    clock,
  });
  // The watchers' own facts, not the stored ones: those come later, not at all while the history is broken, and
  // with plays of years ago when they are imported.
  undo.push(
    shown.onNews(({ events, isFirstLook }) => {
      look();
      for (const event of events) take({ kind: 'event', event, isFirstLook, atMs: clock.nowMs() });
    }),
    shown.onChange(() => {
      looks.ask();
      tray.refresh();
      missed.look(shown.picture()?.marquees ?? []);
    }),
    missed.close,
  );

  return {
    showUpdate: (newer) => {
      updateState = newer;
      tray.refresh();
      const news = describeUpdateNews(newer);
      if (news) notifier.show({ ...news, key: 'update', sessionId: null, canStop: false, replaces: false });
    },
    close: () => {
      closing.abort();
      for (const leave of undo) leave();
      disarm();
      disarmPause();
      looks.close();
      tray.close();
      notifier.close();
    },
  };
};
