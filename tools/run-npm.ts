// Runs npm by its own file, as the npm that runs this script told: Windows starts no `npm` without a shell.
import { runCommand } from './run-command.ts';

export const runNpm = (args: string[]): Promise<{ code: number; output: string }> => {
  const file = process.env['npm_execpath'];
  return file?.endsWith('.js') ? runCommand(process.execPath, [file, ...args]) : runCommand('npm', args);
};
