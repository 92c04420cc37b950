// Marquee on this computer's desktop, where there is one: whether it starts with the login, and its keyring.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { Desktop } from '../../src-contract/desktop.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

export type DesktopRoom = { get: () => Desktop; startAtLogin: (on: boolean) => void };

const os = implement(contract.desktop);

export const desktopBranch = (desktop: DesktopRoom | null, log: Log) => ({
  get: os.get.handler(() => desktop?.get() ?? null),
  startAtLogin: os.startAtLogin.handler(({ input, errors }) => {
    if (!desktop) throw errors.NO_DESKTOP();
    try {
      desktop.startAtLogin(input.on);
    } catch (error) {
      log.error('The start with the login could not be changed', { reason: toError(error).message });
      throw errors.SETTINGS_NOT_KEPT();
    }
    return desktop.get();
  }),
});
