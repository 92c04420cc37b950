// What the tests need besides npm packages. As root on Debian it is installed, elsewhere it is said how to get it.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { runCommand } from './run-command.ts';

type SystemProgram = {
  name: string;
  /** Names under which it may stand on the PATH, or whole paths. */
  commands: string[];
  /** What it must be able to do, run as arguments of it: a program alone may lack its modules. */
  probe?: string[];
  debianPackages: string[];
};

export const chromium: SystemProgram = {
  name: 'Chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debianPackages: ['chromium', 'fonts-dejavu-core'],
};

/** What a desktop without a desktop is made of: a screen, a bus, a keyring, and who speaks for the tray on the bus. */
export const desktopPrograms: SystemProgram[] = [
  { name: 'Xvfb', commands: ['Xvfb'], debianPackages: ['xvfb'] },
  { name: 'D-Bus', commands: ['dbus-daemon'], debianPackages: ['dbus'] },
  { name: 'GNOME Keyring', commands: ['gnome-keyring-daemon'], debianPackages: ['gnome-keyring'] },
  {
    name: 'Python for D-Bus',
    // Debian's own: another Python on the PATH does not have its modules.
    commands: ['/usr/bin/python3'],
    probe: ['-c', 'import dbus, gi'],
    debianPackages: ['python3-dbus', 'python3-gi'],
  },
];

/** Electron, wherever it lies, with the libraries that it loads; it loads them all before it is Node. */
export const electronWithLibraries = (file: string): SystemProgram => ({
  name: "Electron's libraries",
  commands: [file],
  probe: ['--eval', ''],
  debianPackages: `libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6 libnotify4 libsecret-1-0 libatspi2.0-0
    libdrm2 libxkbcommon0 libcups2 libxshmfence1 fonts-dejavu-core`.split(/\s+/),
});

export const natsServer: SystemProgram = {
  name: 'nats-server',
  commands: ['nats-server', '/usr/sbin/nats-server'],
  debianPackages: ['nats-server'],
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The full path of the first of these commands that can be run, or null. */
export const findProgram = (commands: string[], searchPath = process.env['PATH'] ?? ''): string | null => {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const candidates = commands.flatMap((command) =>
    isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command)),
  );
  return candidates.find(isExecutable) ?? null;
};

type Provided = { kind: 'ready'; file: string } | { kind: 'missing'; why: string };

const findWorking = async ({ commands, probe }: SystemProgram): Promise<string | null> => {
  const file = findProgram(commands);
  if (file === null || probe === undefined) return file;
  const { code } = await runCommand(file, probe, { timeLimitMs: 30_000, env: { ELECTRON_RUN_AS_NODE: '1' } });
  return code === 0 ? file : null;
};

/** Finds the program, installing it first where that can be done without asking anybody. */
export const provideProgram = async (program: SystemProgram): Promise<Provided> => {
  const found = await findWorking(program);
  if (found !== null) return { kind: 'ready', file: found };
  const install = `apt-get install -y --no-install-recommends ${program.debianPackages.join(' ')}`;
  if (findProgram(['apt-get']) === null) {
    return {
      kind: 'missing',
      why: `this machine lacks ${program.name}: install it with your system's package manager`,
    };
  }
  if (process.getuid?.() !== 0) {
    return { kind: 'missing', why: `this machine lacks ${program.name}: sudo ${install}` };
  }
  console.log(`Installing ${program.name} (apt-get)`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], { env });
  const { code, output } = await runCommand('apt-get', install.split(' ').slice(1), { env });
  const installed = await findWorking(program);
  if (installed !== null) return { kind: 'ready', file: installed };
  console.log(output.trim().split('\n').slice(-10).join('\n'));
  return { kind: 'missing', why: `${program.name} could not be installed (apt-get ended with ${code})` };
};
