// What the owner chooses in the window: read, changed in part, set back.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { OwnerSettings, SettingsChange, SettingsPage } from '../../src-contract/settings.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

export type SettingsRoom = {
  get: () => OwnerSettings;
  update: (change: SettingsChange) => OwnerSettings;
  /** One page, or all of it. */
  reset: (page?: SettingsPage) => OwnerSettings;
};

const os = implement(contract.settings);

export const settingsBranch = (settings: SettingsRoom, log: Log) => {
  /** A full disk, or a folder that is not ours any more: the owner can act on it, the log says which. */
  const kept = (write: () => OwnerSettings): OwnerSettings | null => {
    try {
      return write();
    } catch (error) {
      log.error('The settings could not be kept', { reason: toError(error).message });
      return null;
    }
  };
  return {
    get: os.get.handler(() => settings.get()),
    update: os.update.handler(({ input, errors }) => {
      const now = kept(() => settings.update(input));
      if (!now) throw errors.SETTINGS_NOT_KEPT();
      return now;
    }),
    reset: os.reset.handler(({ input, errors }) => {
      const now = kept(() => settings.reset(input?.page));
      if (!now) throw errors.SETTINGS_NOT_KEPT();
      return now;
    }),
  };
};
