// What the settings say and change about this computer: the start with the login, and whether there is a keyring.
import type { Desktop } from '../../src-contract/desktop.ts';
import type { Keychain } from './keychain.ts';
import { createLoginItem } from './login-item.ts';

type DesktopRoom = { get: () => Desktop; startAtLogin: (on: boolean) => void };

export const createDesktopRoom = (keychain: Keychain): DesktopRoom => {
  const login = createLoginItem();
  const keyring = keychain.kind === 'none' ? { ok: false, why: keychain.why } : { ok: true, why: null };
  return { get: () => ({ startsAtLogin: login.isOn(), keyring }), startAtLogin: login.set };
};
