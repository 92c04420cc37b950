// Packs the desktop app from a staged folder with electron-builder, then looks into what came out.
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import manifest from '../package.json' with { type: 'json' };
import { findUnfit } from './package-contents.ts';
import { distDir, listFilesBelow, readLockfile } from './package-stage.ts';
import { nameTarget, type Target } from './package-target.ts';
import { projectDir, runCommand } from './run-command.ts';

type Circumstances = {
  target: Target;
  /** An unpacked Electron to be used instead of a download. */
  electronDist: string | null;
  /** `owner/name` on GitHub, whose releases are the updates; null: this build looks for none. */
  repository: string | null;
  /** Whether a certificate for Mac apps is at hand. */
  signed: boolean;
};

/** What electron-builder.yml cannot know. */
export const toBuilderConfig = ({ target, electronDist, repository, signed }: Circumstances) => {
  const [owner, repo] = repository?.split('/') ?? [];
  return {
    extends: './electron-builder.yml',
    electronVersion: manifest.devDependencies.electron,
    directories: { output: join(distDir, nameTarget(target)) },
    extraMetadata: { name: 'marquee' },
    publish: owner && repo ? { provider: 'github', owner, repo } : null,
    ...(electronDist === null ? {} : { electronDist }),
    // Apple's processors start no program without a signature; one without an identity cannot be hardened.
    ...(signed ? {} : { mac: { identity: '-', hardenedRuntime: false } }),
  };
};

const folders = { linux: 'linux', darwin: 'mac', win32: 'win' };

/** The folder that holds the packed program, as electron-builder names it. */
export const toPackedDir = (target: Target): string => {
  const { platform, arch } = target;
  const system = `${folders[platform]}${arch === 'x64' ? '' : `-${arch}`}`;
  return join(distDir, nameTarget(target), platform === 'darwin' ? system : `${system}-unpacked`);
};

export const toPackedProgram = (target: Target): string => {
  const inside = { linux: 'marquee', darwin: 'Marquee.app/Contents/MacOS/Marquee', win32: 'Marquee.exe' };
  return join(toPackedDir(target), inside[target.platform]);
};

const toResourcesDir = (target: Target): string =>
  join(toPackedDir(target), target.platform === 'darwin' ? 'Marquee.app/Contents/Resources' : 'resources');

/** Everything that the packed program can load, with the paths it had in the stage. */
export const listPacked = async (target: Target): Promise<string[]> => {
  const archive = join(toResourcesDir(target), 'app.asar');
  const packed = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/').replace(/^\//, ''));
  const beside = await listFilesBelow(`${archive}.unpacked`);
  return [...new Set([...packed, ...beside])];
};

export const packDesktop = async (
  stageDir: string,
  form: 'dir' | 'installers',
  circumstances: Circumstances,
): Promise<void> => {
  const { target } = circumstances;
  await cp(join(projectDir, 'electron-builder.yml'), join(stageDir, 'electron-builder.yml'));
  const configFile = join(stageDir, 'electron-builder.json');
  await writeFile(configFile, JSON.stringify(toBuilderConfig(circumstances), null, 2));
  const system = { linux: '--linux', darwin: '--mac', win32: '--win' }[target.platform];
  const args = [system, `--${target.arch}`, '--projectDir', stageDir, '--config', configFile, '--publish', 'never'];
  // By its file: Windows does not start the links in node_modules/.bin.
  const builder = join(projectDir, 'node_modules', 'electron-builder', 'cli.js');
  const { code } = await runCommand(process.execPath, [builder, ...args, ...(form === 'dir' ? ['--dir'] : [])], {
    show: true,
    timeLimitMs: 3_600_000,
  });
  if (code !== 0) throw new Error(`electron-builder ended with ${code}`);
  // An unpacked Electron may have brought an app of its own.
  await rm(join(toResourcesDir(target), 'app'), { recursive: true, force: true });
  const unfit = findUnfit(await listPacked(target), readLockfile(), target);
  if (unfit.length > 0) throw new Error(`The package for ${nameTarget(target)} is not right:\n${unfit.join('\n')}`);
};
