// Makes the headless package from a staged folder: the program, a Node of its own, a systemd unit and a Dockerfile.
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { findUnfit } from './package-contents.ts';
import { distDir, listFilesBelow, readLockfile } from './package-stage.ts';
import { nameTarget, type Target } from './package-target.ts';
import { projectDir, runCommand } from './run-command.ts';
import { runNpm } from './run-npm.ts';

const runTar = async (args: string[]): Promise<void> => {
  const { code, output } = await runCommand('tar', args);
  if (code !== 0) throw new Error(`tar ended with ${code}:\n${output}`);
};

export const toHeadlessFile = (target: Target): string =>
  join(distDir, `marquee-headless-${manifest.version}-${nameTarget(target)}.tar.gz`);

/** The Node that the project itself uses, as npm carries it for every kind of machine, with its licence. */
const bringNode = async (into: string, target: Target): Promise<void> => {
  const scratch = await mkdtemp(join(tmpdir(), 'marquee-node-'));
  const name = `node-${nameTarget(target)}@${manifest.devDependencies.node}`;
  const args = ['pack', name, '--silent', '--ignore-scripts', '--prefer-offline', '--pack-destination', scratch];
  const { code, output } = await runNpm(args);
  if (code !== 0) throw new Error(`npm could not bring ${name}:\n${output}`);
  const [archive = ''] = await listFilesBelow(scratch);
  await mkdir(into, { recursive: true });
  const wanted = ['package/bin/node', 'package/LICENSE'];
  await runTar(['-xzf', join(scratch, archive), '-C', into, '--strip-components=1', ...wanted]);
  await rm(scratch, { recursive: true });
};

/** Returns the file that was made. To be run on Linux: its `tar` sets the owner. */
export const packHeadless = async (stageDir: string, target: Target): Promise<string> => {
  const unfit = findUnfit(await listFilesBelow(stageDir), readLockfile(), target);
  if (unfit.length > 0) throw new Error(`The package for ${nameTarget(target)} is not right:\n${unfit.join('\n')}`);
  const outer = join(distDir, 'headless', nameTarget(target));
  const inner = join(outer, 'marquee');
  const app = join(inner, 'app');
  await rm(outer, { recursive: true, force: true });
  await mkdir(app, { recursive: true });
  for (const folder of ['out', 'node_modules']) await rename(join(stageDir, folder), join(app, folder));
  const { name, version, license, type } = manifest;
  await writeFile(join(app, 'package.json'), JSON.stringify({ name, version, license, type, private: true }, null, 2));
  await cp(join(projectDir, 'packaging', 'headless'), inner, { recursive: true });
  await cp(join(projectDir, 'LICENSE'), join(inner, 'LICENSE'));
  await cp(join(projectDir, 'docs', 'installing.md'), join(inner, 'installing.md'));
  await bringNode(join(inner, 'node'), target);
  const file = toHeadlessFile(target);
  await runTar(['-czf', file, '--owner=0', '--group=0', '--numeric-owner', '-C', outer, 'marquee']);
  await rm(outer, { recursive: true });
  return file;
};
