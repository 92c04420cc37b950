import { describe, expect, it } from 'vitest';
import { parsePackageArgs } from './package-target.ts';

const linux = { platform: 'linux', arch: 'x64' };
const mac = { platform: 'darwin', arch: 'arm64' };

describe('npm run package', () => {
  const stories: [args: string[], host: typeof linux, plan: object][] = [
    [[], linux, { kind: 'desktop', form: 'installers', targets: [linux, { platform: 'linux', arch: 'arm64' }] }],
    [['--arch', 'x64'], mac, { kind: 'desktop', form: 'installers', targets: [{ platform: 'darwin', arch: 'x64' }] }],
    [['--dir'], mac, { kind: 'desktop', form: 'dir', targets: [mac] }],
    [['--dir', '--arch=x64', '--platform=win32'], mac, { form: 'dir', targets: [{ platform: 'win32', arch: 'x64' }] }],
    [['--headless'], mac, { kind: 'headless', targets: [linux, { platform: 'linux', arch: 'arm64' }] }],
    [['--headless', '--arch', 'x64'], linux, { kind: 'headless', targets: [linux] }],
    [['--help'], linux, { kind: 'help' }],
    [['--headless', '--dir'], linux, { kind: 'problem' }],
    [['--headless', '--platform', 'win32'], linux, { kind: 'problem' }],
    [['--arch', 'mips'], linux, { kind: 'problem' }],
    [[], { platform: 'freebsd', arch: 'x64' }, { kind: 'problem' }],
    [['--fast'], linux, { kind: 'problem' }],
    [['fast'], linux, { kind: 'problem' }],
  ];
  it.each(stories)('with %j on %j', (args, host, plan) => expect(parsePackageArgs(args, host)).toMatchObject(plan));
});
