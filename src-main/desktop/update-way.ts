// How this installation gets a newer Marquee: it takes it by itself, it only tells where it is, or it does not look.

export type UpdateWay = 'install' | 'link' | 'none';

export type Installation = {
  platform: NodeJS.Platform;
  /** Not packed: a checkout updates by git. */
  isPackaged: boolean;
  /** The releases on GitHub that it was built for, if any. */
  source: UpdateSource | null;
  /** An AppImage is one file of the owner's and can be replaced; what a package manager put there cannot. */
  isAppImage: boolean;
  /** macOS lets only a signed app replace itself. */
  isSigned: boolean;
};

export const chooseUpdateWay = ({ platform, isPackaged, source, isAppImage, isSigned }: Installation): UpdateWay => {
  if (!isPackaged || source === null) return 'none';
  if (platform === 'win32') return 'install';
  if (platform === 'darwin') return isSigned ? 'install' : 'link';
  return isAppImage ? 'install' : 'link';
};

export type UpdateSource = { owner: string; repo: string };

/** From the `app-update.yml` that electron-builder puts into the resources; null where it names no repository. */
export const parseUpdateSource = (text: string): UpdateSource | null => {
  const read = (key: string) => new RegExp(`^${key}: *['"]?([\\w.-]+)['"]? *$`, 'm').exec(text)?.[1];
  const owner = read('owner');
  const repo = read('repo');
  return read('provider') === 'github' && owner !== undefined && repo !== undefined ? { owner, repo } : null;
};

export const toReleasesUrl = ({ owner, repo }: UpdateSource): string =>
  `https://github.com/${owner}/${repo}/releases/latest`;

/** From what `codesign --display --verbose=2` prints: an unsigned or ad-hoc signed app belongs to no team. */
export const isSignedByTeam = (printed: string): boolean => /^TeamIdentifier=(?!not set$)\S+$/m.test(printed);
