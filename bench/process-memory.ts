// What a program and all processes that it started use of this machine's memory, each shared page counted once (Linux).
import { readdirSync, readFileSync } from 'node:fs';

const readOrNothing = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // The process has just ended.
  }
};

const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0);

/** Megabytes of PSS of the whole tree. */
export const treeMemoryMb = (rootPid: number): number => {
  const pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  const isOfTree = (pid: number): boolean => pid === rootPid || (pid > 1 && isOfTree(parents.get(pid) ?? 0));
  const kilobytes = pids
    .filter(isOfTree)
    .map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
};
