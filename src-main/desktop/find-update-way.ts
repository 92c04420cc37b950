// Looks at this installation: how it was packed and signed decides how it gets a newer Marquee.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, shell } from 'electron';
import { chooseUpdateWay, isSignedByTeam, parseUpdateSource, toReleasesUrl, type UpdateWay } from './update-way.ts';

const readSignature = (): Promise<string> =>
  new Promise((resolve) => {
    // It prints to stderr, and fails for what is not signed.
    execFile('/usr/bin/codesign', ['--display', '--verbose=2', app.getPath('exe')], (_error, _stdout, stderr) =>
      resolve(stderr),
    );
  });

/** `isWanted`: whether the owner lets it look at all. */
export const findUpdateWay = async (isWanted: boolean): Promise<{ way: UpdateWay; openPage: () => void }> => {
  const { isPackaged } = app;
  // A build that was made for no release has no such file.
  const written = isPackaged
    ? await readFile(join(process.resourcesPath, 'app-update.yml'), 'utf8').catch(() => '')
    : '';
  const source = isWanted ? parseUpdateSource(written) : null;
  const way = chooseUpdateWay({
    platform: process.platform,
    isPackaged,
    source,
    isAppImage: Boolean(process.env['APPIMAGE']),
    isSigned: process.platform === 'darwin' && source !== null && isSignedByTeam(await readSignature()),
  });
  return { way, openPage: () => void (source && shell.openExternal(toReleasesUrl(source))) };
};
