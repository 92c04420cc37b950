// What lies beside a backup of the history: the settings, and where the owner wants it the secrets. And how they come back.
import { existsSync } from 'node:fs';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The sealed one opens only on this computer, for this user. */
const files = { settings: ['settings.json'], secrets: ['secrets.json', 'secrets.sealed'] } as const;

const besides = (backup: string, file: string): string => backup.replace(/\.duckdb$/, `.${file}`);

export const companionsOf = async (backup: string): Promise<{ settings: boolean; secrets: boolean }> => {
  const has = (names: readonly string[]) => names.some((file) => existsSync(besides(backup, file)));
  return { settings: has(files.settings), secrets: has(files.secrets) };
};

const copy = async (from: string, to: string): Promise<void> => {
  await copyFile(from, to);
  await chmod(to, 0o600);
};

export const copyCompanions = async (dataDir: string, backup: string, withSecrets: boolean): Promise<void> => {
  for (const file of [...files.settings, ...(withSecrets ? files.secrets : [])]) {
    if (existsSync(join(dataDir, file))) await copy(join(dataDir, file), besides(backup, file));
  }
};

export const removeCompanions = async (backup: string): Promise<void> => {
  for (const file of [...files.settings, ...files.secrets]) await rm(besides(backup, file), { force: true });
};

/** Lays them ready for the next start; who runs now has its own in memory and would write over them. */
export const layReady = async (backup: string, dataDir: string): Promise<('settings' | 'secrets')[]> => {
  const ready: ('settings' | 'secrets')[] = [];
  for (const kind of ['settings', 'secrets'] as const) {
    for (const file of files[kind]) {
      if (!existsSync(besides(backup, file))) continue;
      await copy(besides(backup, file), join(dataDir, `${file}.restore`));
      if (!ready.includes(kind)) ready.push(kind);
    }
  }
  return ready;
};
