// A small file beside the database that says which process has it open. It only names; the real lock is DuckDB's.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const ownerPath = (databasePath: string): string => `${databasePath}.pid`;

export const writeOwner = (databasePath: string): void => writeFileSync(ownerPath(databasePath), `${process.pid}\n`);

export const removeOwner = (databasePath: string): void => rmSync(ownerPath(databasePath), { force: true });

export const readOwner = (databasePath: string): number | null => {
  try {
    const pid = Number.parseInt(readFileSync(ownerPath(databasePath), 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null; // No such file: a DuckDB tool that is not ours may hold the database.
  }
};
