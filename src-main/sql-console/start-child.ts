// Starts the console's process where Marquee is plain Node; the desktop has its own way.
import { spawn } from 'node:child_process';

export type Child = {
  kill: () => void;
  /** Called once, when it has gone. */
  onEnd: (listener: () => void) => void;
};
export type StartChild = (script: string, argument: string) => Child;

/** It gets nothing of our own surroundings: tokens may be among them. Windows cannot load a library without this. */
export const bareEnvironment = (): Record<string, string> =>
  process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] };

export const startChild: StartChild = (script, argument) => {
  const child = spawn(process.execPath, ['--max-old-space-size=256', script, argument], {
    stdio: 'ignore',
    env: bareEnvironment(),
    windowsHide: true,
  });
  let ended = false;
  const listeners: (() => void)[] = [];
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const listener of listeners) listener();
  };
  child.once('exit', end).once('error', end);
  return {
    kill: () => void child.kill('SIGKILL'),
    onEnd: (listener) => void (ended ? listener() : listeners.push(listener)),
  };
};
