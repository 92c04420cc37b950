import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toBuilderConfig, toPackedProgram } from './package-desktop.ts';
import { projectDir } from './run-command.ts';

const mac = { platform: 'darwin', arch: 'arm64' } as const;
const plain = { target: mac, electronDist: null, repository: null, signed: false };

it('signs a Mac app with nobody’s name and without hardening, unless there is a certificate', () => {
  expect(toBuilderConfig(plain).mac).toEqual({ identity: '-', hardenedRuntime: false });
  expect(toBuilderConfig({ ...plain, signed: true })).not.toHaveProperty('mac');
});

it('takes updates from the repository that builds it, and from nowhere otherwise', () => {
  expect(toBuilderConfig(plain).publish).toBeNull();
  const { publish } = toBuilderConfig({ ...plain, repository: 'someone/marquee' });
  expect(publish).toEqual({ provider: 'github', owner: 'someone', repo: 'marquee' });
});

it('takes the Electron that it is given, in the version that the project names', () => {
  expect(toBuilderConfig(plain)).not.toHaveProperty('electronDist');
  const given = toBuilderConfig({ ...plain, electronDist: '/electron' });
  expect(given).toMatchObject({ electronDist: '/electron', electronVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
});

it('keeps what is packed for one machine apart from that for another', () => {
  const find = (platform: 'linux' | 'win32' | 'darwin', arch: 'x64' | 'arm64') =>
    toPackedProgram({ platform, arch }).slice(projectDir.length + 1);
  expect(find('linux', 'x64')).toBe('dist/linux-x64/linux-unpacked/marquee');
  expect(find('linux', 'arm64')).toBe('dist/linux-arm64/linux-arm64-unpacked/marquee');
  expect(find('win32', 'arm64')).toBe('dist/win32-arm64/win-arm64-unpacked/Marquee.exe');
  expect(find('darwin', 'x64')).toBe('dist/darwin-x64/mac/Marquee.app/Contents/MacOS/Marquee');
});

it('goes by one name in the installer and in the app, or Windows would not know whose notification it shows', () => {
  const read = (file: string) => readFileSync(join(projectDir, file), 'utf8');
  const appId = /^export const APP_ID = '(.+)';$/m.exec(read('src-main/desktop/app-id.ts'))?.[1];
  expect(read('electron-builder.yml')).toContain(`\nappId: ${appId}\n`);
});
