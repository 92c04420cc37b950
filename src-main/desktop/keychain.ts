// The system's keychain, where there is one; where there is none, why, in words for the settings.
import { safeStorage } from 'electron';

export type Keychain =
  | { kind: 'keychain'; seal: (text: string) => string; unseal: (sealed: string) => string }
  | { kind: 'none'; why: string };

const why =
  'This system has no keyring that Marquee can use, so the tokens are in a file that only your account can read. ' +
  'Install and unlock a keyring (GNOME Keyring or KWallet), then start Marquee again.';

/** To be asked once the app is ready. On Linux `basic_text` is a fixed password: no better than the file. */
export const openKeychain = (): Keychain => {
  const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (isPlain || !safeStorage.isEncryptionAvailable()) return { kind: 'none', why };
  return {
    kind: 'keychain',
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    unseal: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
};
