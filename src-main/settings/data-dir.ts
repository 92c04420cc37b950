// Where Marquee keeps its files when nobody says otherwise: each system has its own place for that.
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

type Environment = Record<string, string | undefined>;

export const toDefaultDataDir = (
  environment: Environment = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string => {
  switch (platform) {
    case 'win32':
      return win32.join(environment['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'Marquee');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Marquee');
    default: {
      // The XDG rule: a relative path is invalid and counts as unset.
      const data = environment['XDG_DATA_HOME'] ?? '';
      return posix.join(data.startsWith('/') ? data : posix.join(home, '.local', 'share'), 'marquee');
    }
  }
};
