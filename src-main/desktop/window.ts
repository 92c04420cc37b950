// The window: made when it is wanted, gone with its memory when it is closed, and back where it stood.
import { BrowserWindow, nativeImage, nativeTheme, screen } from 'electron';
import appIcon from '../../assets/app-icon/linux/128x128.png?inline';
import type { Log } from '../lib/log.ts';
import { ORIGIN } from './page-protocol.ts';
import { readWindowState, toVisible, writeWindowState } from './window-state.ts';

type Options = {
  preload: string;
  /** Where its place on the screen is remembered. */
  statePath: string;
  /** Whose pages it shows; with another one the page is loaded anew. Null: our own. */
  shown: () => { id: string; name: string } | null;
  log: Log;
};

export type MarqueeWindow = {
  /** Opens it, or brings it to the front; `route` is what stands behind `#/` in its address. */
  show: (route?: string) => void;
  /** It may be another Marquee now whose pages are to be shown. */
  follow: () => void;
  isOurs: (contentsId: number) => boolean;
  isOpen: () => boolean;
  close: () => void;
};

/** As in `styles/tokens.css`: nothing flashes before the page is painted. */
const backgrounds = { light: '#f4eee4', dark: '#151210' };

const CRASHES_ALLOWED = 3;

export const createWindow = ({ preload, statePath, shown, log }: Options): MarqueeWindow => {
  let open: BrowserWindow | null = null;
  let crashes = 0;
  let loadedId: string | null = null;

  const remember = (window: BrowserWindow) => {
    const state = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    writeWindowState(statePath, state);
  };

  const make = (): BrowserWindow => {
    const { x, y, width, height, maximized } = toVisible(
      readWindowState(statePath),
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    const window = new BrowserWindow({
      ...(x === null || y === null ? {} : { x, y }),
      // The other systems take it from the program itself.
      ...(process.platform === 'linux' ? { icon: nativeImage.createFromDataURL(appIcon) } : {}),
      width,
      height,
      minWidth: 360,
      minHeight: 300,
      show: false,
      title: 'Marquee',
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
      },
    });
    if (maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', () => remember(window));
    window.on('page-title-updated', (event, title) => {
      const name = shown()?.name;
      if (name === undefined) return;
      event.preventDefault();
      window.setTitle(`${title} · ${name}`);
    });
    window.on('closed', () => {
      if (open === window) open = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      log.error('The window broke', { reason });
      if (++crashes <= CRASHES_ALLOWED) window.reload();
    });
    return window;
  };

  const load = (window: BrowserWindow, hash: string) => {
    loadedId = shown()?.id ?? null;
    // What stands behind the ? makes it another page, with a line of its own.
    const query = loadedId === null ? '' : `?marquee=${encodeURIComponent(loadedId)}`;
    void window.loadURL(`${ORIGIN}/${query}${hash}`).catch((error: unknown) => {
      // Expected when it is closed, or sent elsewhere, while it loads.
      log.debug('The window did not load to its end', { reason: String(error) });
    });
  };
  const toHash = (route: string) => (route === '' ? '' : `#/${route}`);
  const isBehind = () => loadedId !== (shown()?.id ?? null);

  /** A window is destroyed a moment before it says that it was closed, and whoever asks it then is thrown at. */
  const standing = () => (open === null || open.isDestroyed() ? null : open);

  return {
    show: (route = '') => {
      const window = standing();
      if (window === null) {
        open = make();
        load(open, toHash(route));
        return;
      }
      // Else only what stands behind the # changes, so the page stays as it is and follows.
      if (route !== '' || isBehind()) load(window, toHash(route));
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    follow: () => {
      const window = standing();
      if (window !== null && isBehind()) load(window, new URL(window.webContents.getURL()).hash);
    },
    isOurs: (contentsId) => standing()?.webContents.id === contentsId,
    isOpen: () => standing() !== null,
    close: () => standing()?.close(),
  };
};
