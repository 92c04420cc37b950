// What the settings say and change about this computer: the start with the login, whether there is a keyring, and the
// question for a file.
import { dialog } from 'electron';
import type { Desktop } from '../../src-contract/desktop.ts';
import type { Keychain } from './keychain.ts';
import { createLoginItem } from './login-item.ts';

type DesktopRoom = {
  get: () => Desktop;
  startAtLogin: (on: boolean) => void;
  chooseDatabase: () => Promise<string | null>;
};

export const createDesktopRoom = (keychain: Keychain): DesktopRoom => {
  const login = createLoginItem();
  const keyring = keychain.kind === 'none' ? { ok: false, why: keychain.why } : { ok: true, why: null };
  const chooseDatabase = async (): Promise<string | null> => {
    const { filePaths } = await dialog.showOpenDialog({
      title: 'Tautulli’s database',
      properties: ['openFile', 'showHiddenFiles'],
      filters: [
        { name: 'Databases', extensions: ['db', 'sqlite', 'sqlite3', 'bak'] },
        { name: 'All files', extensions: ['*'] },
      ],
    });
    return filePaths[0] ?? null;
  };
  return { chooseDatabase, get: () => ({ startsAtLogin: login.isOn(), keyring }), startAtLogin: login.set };
};
