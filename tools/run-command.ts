// Runs one of the project's tools and keeps what it printed.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const projectDir = join(import.meta.dirname, '..');

/** Also outside of an npm script, the project's own tools and its own Node come first. */
const path = [join(projectDir, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);

type Options = {
  env?: Record<string, string>;
  /** Shows the output while it comes, instead of only keeping it. */
  show?: boolean;
  timeLimitMs?: number;
};

/** Never throws: a tool that is not there ends with code 127, one that was too slow with 124. */
export const runCommand = (command: string, args: string[], options: Options = {}) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const child = spawn(command, args, {
      cwd: projectDir,
      env: { ...process.env, PATH: path, ...options.env },
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
      detached: true,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    child.stderr?.on('data', (chunk) => (output += String(chunk)));
    const interrupt = () => child.kill('SIGINT');
    process.once('SIGINT', interrupt);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      // The whole group: a runner that hangs leaves its workers behind otherwise.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, options.timeLimitMs ?? 600_000);
    const finish = (code: number) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      resolve({ code: late ? 124 : code, output });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
