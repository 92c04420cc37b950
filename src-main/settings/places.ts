// Folders and files that settings name: made or found before anything else, or it is said which setting names what.
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Flags } from './parse-flags.ts';
import type { Origins } from './read-settings.ts';
import { settingRows, type SettingKey, type Settings } from './settings.ts';

const expected = (key: SettingKey): string => settingRows.find((row) => row.key === key)?.expected ?? '';

const codeSchema = z.object({ code: z.string() });

const describeRefusal = (error: unknown, path: string): string => {
  const { code } = codeSchema.safeParse(error).data ?? { code: 'no reason given' };
  switch (code) {
    case 'EEXIST':
      return `${path} is a file`;
    case 'EACCES':
    case 'EPERM':
      return `this user may not use ${path}`;
    case 'EROFS':
      return `${path} is on a disk that cannot be written`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk of ${path} is full`;
    case 'ENAMETOOLONG':
      return 'its name is too long';
    default:
      return `${path} cannot be made (${code})`;
  }
};

/** One folder after the other: made all at once, Node never comes back from where none can be made, such as /proc. */
const makeFolder = (path: string): void => {
  if (dirname(path) !== path) makeFolder(dirname(path));
  const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isThere) mkdirSync(path, { mode: 0o700 });
};

/** Returns what is wrong with the data folder; null when it is there. */
export const prepareDataDir = (dataDir: string, flags: Flags): string | null => {
  try {
    makeFolder(dataDir);
    if (process.platform !== 'win32') accessSync(dataDir, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    const { path = dataDir } = z.object({ path: z.string() }).safeParse(error).data ?? {};
    const name = flags.has('dataDir') ? '--data-dir' : 'MARQUEE_DATA_DIR';
    return `${name}: “${dataDir}” does not fit; expected ${expected('dataDir')}, but ${describeRefusal(error, path)}`;
  }
};

const isReadable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us: the same to whoever named it.
    return false;
  }
};

/** One line for each file that a setting names and that cannot be read. */
export const findMissingFiles = ({ natsCreds }: Pick<Settings, 'natsCreds'>, origins: Origins): string[] =>
  natsCreds === null || isReadable(natsCreds)
    ? []
    : [`${origins.get('natsCreds') ?? 'NATS_CREDS'}: “${natsCreds}” does not fit; expected ${expected('natsCreds')}`];
