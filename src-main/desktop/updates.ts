// Looks once a day whether there is a newer Marquee, and takes it or tells of it, whichever this installation can.
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { stepUpdate, type UpdateNews, type UpdateState } from './update-state.ts';
import type { UpdateWay } from './update-way.ts';

/** What of electron-updater is used. */
export type Updater = {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  logger: unknown;
  on: (news: 'update-available' | 'update-downloaded', listener: (info: { version: string }) => void) => unknown;
  /** The download that the look began, if any; its failure reaches nobody else. */
  checkForUpdates: () => Promise<{ downloadPromise?: Promise<unknown> | null } | null>;
  quitAndInstall: () => void;
};

type Options = {
  way: UpdateWay;
  /** Loaded late: only an installation that looks needs it. */
  load: () => Promise<Updater>;
  /** Opens the page of the releases. */
  openPage: () => void;
  onState: (state: UpdateState) => void;
  clock: Clock;
  log: Log;
};

export type Updates = {
  /** What a click on the news does: restarts with what is here, or opens the page of what is out. */
  act: () => void;
  close: () => void;
};

/** The start belongs to Plex. */
const FIRST_LOOK_MS = 60_000;
const LOOK_EVERY_MS = 24 * 3_600_000;

export const createUpdates = ({ way, load, openPage, onState, clock, log }: Options): Updates => {
  let state: UpdateState = { kind: 'none' };
  let updater: Updater | null = null;
  let disarm = () => {};
  let closed = false;

  const change = (next: UpdateState) => {
    if (closed || next === state) return;
    state = next;
    log.info('Newer Marquee', { ...state });
    onState(state);
  };
  const hear = (news: UpdateNews) => change(stepUpdate(state, news, way));
  const open = async (): Promise<Updater> => {
    const opened = await load();
    opened.autoDownload = way === 'install';
    opened.autoInstallOnAppQuit = way === 'install';
    opened.logger = null;
    opened.on('update-available', ({ version }) => hear({ kind: 'available', version }));
    opened.on('update-downloaded', ({ version }) => hear({ kind: 'downloaded', version }));
    return opened;
  };
  const look = async () => {
    try {
      updater ??= await open();
      const found = await updater.checkForUpdates();
      await found?.downloadPromise;
    } catch (error) {
      // Without the internet, or with no release yet: tomorrow is another day.
      log.warn('Could not get a newer Marquee', { error: toError(error) });
      if (state.kind === 'downloading') change({ kind: 'none' });
    }
    arm(LOOK_EVERY_MS);
  };
  const arm = (afterMs: number) => {
    if (!closed) disarm = clock.after(afterMs, () => void look());
  };
  if (way !== 'none') arm(FIRST_LOOK_MS);

  return {
    act: () => {
      if (state.kind === 'ready') updater?.quitAndInstall();
      if (state.kind === 'out') openPage();
    },
    close: () => {
      closed = true;
      disarm();
    },
  };
};
