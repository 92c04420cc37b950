// Opens the settings of a data folder, whichever store this host keeps them in.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeRestored } from './take-restored.ts';
import type { KeyValueFile } from './settings/owner-settings.ts';
import { openSettingsFile, setAsideBrokenSettings, type SettingsFile } from './settings/settings-file.ts';

/** What `conf` and electron-store need to keep one same file. */
type StoreOptions = { cwd: string; name: string; mode: number };

export const openSettings = (
  dataDir: string,
  open: (options: StoreOptions) => KeyValueFile,
  onWarning: (text: string) => void,
): SettingsFile & { setAside: string | null } => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  for (const file of takeRestored(dataDir, Date.now()))
    onWarning(`${file} is the one of the backup that was restored.`);
  const aside = setAsideBrokenSettings(join(dataDir, 'settings.json'), Date.now());
  if (aside) onWarning(`The settings file could not be read. It is kept as ${aside}; the defaults are used.`);
  return { ...openSettingsFile(open({ cwd: dataDir, name: 'settings', mode: 0o600 })), setAside: aside };
};
