// What the tests need besides npm packages. As root on Debian it is installed, elsewhere it is said how to get it.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.ts';

type SystemProgram = {
  name: string;
  /** Names under which it may stand on the PATH. */
  commands: string[];
  debianPackages: string[];
};

export const chromium: SystemProgram = {
  name: 'Chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debianPackages: ['chromium', 'fonts-dejavu-core'],
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The full path of the first of these commands that is on the PATH, or null. */
export const findProgram = (commands: string[], searchPath = process.env['PATH'] ?? ''): string | null => {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const candidates = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return candidates.find(isExecutable) ?? null;
};

type Provided = { kind: 'ready'; file: string } | { kind: 'missing'; why: string };

/** Finds the program, installing it first where that can be done without asking anybody. */
export const provideProgram = async (program: SystemProgram): Promise<Provided> => {
  const found = findProgram(program.commands);
  if (found !== null) return { kind: 'ready', file: found };
  const install = `apt-get install -y --no-install-recommends ${program.debianPackages.join(' ')}`;
  if (findProgram(['apt-get']) === null) {
    return {
      kind: 'missing',
      why: `${program.name} is not on the PATH: install it with your system's package manager`,
    };
  }
  if (process.getuid?.() !== 0) {
    return { kind: 'missing', why: `${program.name} is not on the PATH: sudo ${install}` };
  }
  console.log(`Installing ${program.name} (apt-get)`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], { env });
  const { code, output } = await runCommand('apt-get', install.split(' ').slice(1), { env });
  const installed = findProgram(program.commands);
  if (installed !== null) return { kind: 'ready', file: installed };
  console.log(output.trim().split('\n').slice(-10).join('\n'));
  return { kind: 'missing', why: `${program.name} could not be installed (apt-get ended with ${code})` };
};
