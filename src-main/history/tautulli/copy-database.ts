// A copy of Tautulli's database that belongs together, also while Tautulli goes on writing: nobody's file is locked or changed.
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readFile, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { toError } from '../../lib/to-error.ts';
import { ImportError } from './import-error.ts';

const sqliteHead = 'SQLite format 3\0';
const tries = 8;

/** What changes with every write to a file; the first bytes of a WAL hold its salts. */
const toMark = async (path: string): Promise<string | null> => {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return null; // It is not there (any more).
  }
};

const readHead = async (path: string, bytes: number): Promise<string> => {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
};

const refuseOthers = async (path: string): Promise<void> => {
  const head = await readHead(path, 16);
  if (head === sqliteHead) return;
  if (head.startsWith('PK'))
    throw new ImportError(`${path} is a ZIP archive. Unpack it, and name the tautulli.db in it.`);
  if (head === '') throw new ImportError(`${path} is empty.`);
  throw new ImportError(`${path} is not a SQLite database, or it is encrypted.`);
};

const refuseMissing = async (path: string): Promise<void> => {
  const found = await stat(path).catch((thrown: unknown) => {
    const { message } = toError(thrown);
    if (message.startsWith('ENOENT')) throw new ImportError(`There is no file ${path}.`);
    throw new ImportError(`${path} may not be read by Marquee: ${message}`, thrown);
  });
  if (!found.isFile()) throw new ImportError(`${path} is not a file. Name the tautulli.db in Tautulli's data folder.`);
};

/** For the copy, the rows on their way, and the plays: fewer than a group of them are written as they are before they are packed. */
const toRoom = (size: number): number => size * 2 + Math.min(size * 3, 700e6);

const tryCopy = async (path: string, to: string): Promise<boolean> => {
  const [mainWal, copyWal] = [`${path}-wal`, `${to}-wal`];
  await rm(copyWal, { force: true });
  const before = await toMark(path);
  const walHead = (await toMark(mainWal)) === null ? null : await readHead(mainWal, 32);
  await copyFile(path, to, constants.COPYFILE_FICLONE);
  if (walHead !== null) await copyFile(mainWal, copyWal, constants.COPYFILE_FICLONE);
  // The file itself only changes when its WAL is worked in; the WAL only grows until it starts anew with other salts.
  if ((await toMark(path)) !== before) return false;
  if (walHead === null) return (await toMark(mainWal)) === null || (await stat(mainWal)).size === 0;
  return (await readFile(copyWal)).subarray(0, 32).toString('latin1') === walHead;
};

/** Resolves with the path of the copy in `dir`. Throws an ImportError. */
export const copyDatabase = async (path: string, dir: string): Promise<string> => {
  await refuseMissing(path);
  try {
    await refuseOthers(path);
    await mkdir(dir, { recursive: true });
    const { size } = await stat(path);
    const { bavail, bsize } = await statfs(dir);
    if (bavail * bsize < toRoom(size)) {
      throw new ImportError(
        `There is not enough room on the disk of ${dirname(dir)} to bring over ${path}: it takes ${Math.ceil(toRoom(size) / 1e6)} MB for a while.`,
      );
    }
    const to = join(dir, 'tautulli.db');
    for (let count = 0; count < tries; count += 1) {
      if (await tryCopy(path, to)) return to;
      await setTimeout(250);
    }
  } catch (thrown) {
    if (thrown instanceof ImportError) throw thrown;
    throw new ImportError(`${path} could not be copied: ${toError(thrown).message}`, thrown);
  }
  throw new ImportError(`${path} changes all the time. Stop Tautulli for a moment, or name one of its backups.`);
};
