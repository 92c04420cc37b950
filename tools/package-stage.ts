// A folder for each target, with the build and the packages of exactly that kind of machine: what is packed, and no more.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isShipped, listProductionPackages, parseLockfile, type Lockfile } from './package-contents.ts';
import { nameTarget, type Target } from './package-target.ts';
import { projectDir } from './run-command.ts';
import { runNpm } from './run-npm.ts';

export const distDir = join(projectDir, 'dist');

export const readLockfile = (): Lockfile => parseLockfile(readFileSync(join(projectDir, 'package-lock.json'), 'utf8'));

const toSlashes = (path: string): string => path.split(sep).join('/');

/** Every file below a folder, relative to it, with slashes. */
export const listFilesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => toSlashes(relative(folder, join(entry.parentPath, entry.name))));
};

/** The install at hand was made for this machine: its packages are copied, and nothing has to be downloaded. */
const copyPackages = async (stageDir: string, target: Target): Promise<void> => {
  for (const folder of listProductionPackages(readLockfile(), target)) {
    const from = join(projectDir, folder);
    if (!existsSync(from)) continue; // Optional ones may be missing.
    await cp(from, join(stageDir, folder), {
      recursive: true,
      // Packages inside of packages have their own turn.
      filter: (file) => file === from || !toSlashes(relative(from, file)).split('/').includes('node_modules'),
    });
  }
};

const installPackages = async (stageDir: string, { platform, arch }: Target): Promise<void> => {
  const machine = [`--os=${platform}`, `--cpu=${arch}`, ...(platform === 'linux' ? ['--libc=glibc'] : [])];
  const args = ['ci', '--prefix', stageDir, '--omit=dev', '--ignore-scripts', '--prefer-offline', ...machine];
  const { code, output } = await runNpm(args);
  if (code !== 0) throw new Error(`npm could not install for ${platform}-${arch}:\n${output}`);
};

type Options = {
  host: { platform: string; arch: string };
  /** Where the folder is made; below dist/ otherwise. */
  into?: string;
};

/** Builds nothing: out/ is taken as it is. */
export const stageTarget = async (target: Target, { host, into }: Options): Promise<string> => {
  const stageDir = into ?? join(distDir, 'stage', nameTarget(target));
  await rm(stageDir, { recursive: true, force: true });
  await mkdir(stageDir, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', 'LICENSE', 'packaging', 'assets', 'out']) {
    await cp(join(projectDir, name), join(stageDir, name), { recursive: true });
  }
  const isHost = host.platform === target.platform && host.arch === target.arch;
  await (isHost ? copyPackages : installPackages)(stageDir, target);
  const surplus = (await listFilesBelow(stageDir)).filter((file) => !isShipped(file));
  for (const file of surplus) await rm(join(stageDir, file));
  return stageDir;
};
