// Starting with the login, hidden: a login item on Windows and macOS, an autostart file on Linux.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { app } from 'electron';
import { toAutostartEntry, toAutostartPath } from './autostart-entry.ts';

const HIDDEN_FLAG = '--hidden';

export type LoginItem = { isOn: () => boolean; set: (on: boolean) => void };

/** An AppImage is mounted at a new place each time, so its file starts it; a project folder needs its path. */
const toCommand = (): string[] => [
  process.env['APPIMAGE'] ?? process.execPath,
  ...(app.isPackaged ? [] : [app.getAppPath()]),
  HIDDEN_FLAG,
];

const createLinuxLoginItem = (): LoginItem => {
  const path = toAutostartPath(process.env, homedir());
  return {
    isOn: () => existsSync(path),
    set: (on) => {
      if (!on) return rmSync(path, { force: true });
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, toAutostartEntry(toCommand()));
    },
  };
};

export const createLoginItem = (): LoginItem => {
  if (process.platform === 'linux') return createLinuxLoginItem();
  const [path = process.execPath, ...args] = toCommand();
  return {
    isOn: () => app.getLoginItemSettings({ path, args }).openAtLogin,
    set: (on) => app.setLoginItemSettings({ openAtLogin: on, path, args }),
  };
};

/** Whether this start is one in which nobody asked for the window. */
export const isHiddenStart = (args: string[]): boolean =>
  args.includes(HIDDEN_FLAG) || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
