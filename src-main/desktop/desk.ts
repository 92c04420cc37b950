// What the desktop shows of Marquee besides its window: the tray, and notifications; and what a click on them does.
import type { Event } from '../../src-contract/event.ts';
import type { LiveMessage, Snapshot } from '../../src-contract/live.ts';
import type { OwnerSettings, SettingsChange } from '../../src-contract/settings.ts';
import { atMostEvery } from '../lib/at-most-every.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { createNotifier } from './notifier.ts';
import { stopAndTell, type SessionCalls } from './notify-outcome.ts';
import { nothingHeard, type Notice } from './notify-state.ts';
import { decideNotifications, type NotifyInput } from './notify.ts';
import { localMinute, toPauseEnd } from './quiet.ts';
import { keepTray } from './tray-keeper.ts';
import type { TrayAct } from './tray-menu.ts';
import { createTray } from './tray.ts';
import { describeUpdateNews, type UpdateState } from './update-state.ts';

type Core = {
  live: { snapshot: () => Snapshot; watch: (signal: AbortSignal) => AsyncIterable<LiveMessage> };
  onNews: (listener: (news: { events: Event[]; isFirstLook: boolean }) => void) => () => void;
  client: { sessions: SessionCalls };
};

type Options = {
  settings: {
    get: () => OwnerSettings;
    update: (change: SettingsChange) => unknown;
    onChange: (listener: () => void) => () => void;
  };
  showWindow: (route?: string) => void;
  quit: () => void;
  /** A click on the news of a newer Marquee. */
  update: () => void;
  /** Whether it was said already that this desktop has no tray, and that it is said now. */
  noTray: { isTold: () => boolean; tell: () => void };
  clock: Clock;
  log: Log;
};

export type Desk = {
  /** The core is open: from now on there is something to tell. */
  follow: (core: Core) => void;
  showUpdate: (state: UpdateState) => void;
  close: () => void;
};

/** A view moves four times a second; what it gives to tell can wait for one. */
const LOOK_EVERY_MS = 1000;

export const createDesk = ({ settings, showWindow, quit, update, noTray, clock, log }: Options): Desk => {
  const { platform } = process;
  const closing = new AbortController();
  const stopping = new Set<string>();
  const undo: (() => void)[] = [];
  let core: Core | null = null;
  let state = nothingHeard;
  let disarm = () => {};
  let updateState: UpdateState = { kind: 'none' };

  const openSession = (sessionId: string | null) => showWindow(sessionId === null ? 'live' : `live/${sessionId}`);

  const stop = async (what: 'stop' | 'stop-transcode', sessionId: string) => {
    const { sessions = [], servers = [] } = core?.live.snapshot() ?? {};
    const session = sessions.find(({ id }) => id === sessionId);
    if (!core || !session || stopping.has(sessionId)) return;
    stopping.add(sessionId);
    tray.refresh();
    const server = servers.find(({ id }) => id === session.serverId)?.name ?? 'The server';
    const notice = await stopAndTell(core.client.sessions, what, session, server);
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
        snapshot: core?.live.snapshot() ?? null,
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
    if (core) take({ kind: 'view', snapshot: core.live.snapshot(), atMs: clock.nowMs() });
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

  const followLive = async (live: Core['live']) => {
    for await (const _ of live.watch(closing.signal)) {
      looks.ask();
      tray.refresh();
    }
  };

  return {
    follow: (opened) => {
      core = opened;
      // The watchers' own facts, not the stored ones: those come later, not at all while the history is broken, and
      // with plays of years ago when they are imported.
      undo.push(
        opened.onNews(({ events, isFirstLook }) => {
          look();
          for (const event of events) take({ kind: 'event', event, isFirstLook, atMs: clock.nowMs() });
        }),
      );
      void followLive(opened.live);
      tray.refresh();
    },
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
