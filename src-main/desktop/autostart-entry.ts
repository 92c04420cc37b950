// The file that starts Marquee at login on Linux, by the freedesktop autostart specification.
import { posix } from 'node:path';

type Environment = Record<string, string | undefined>;

/** The XDG rule: a relative path is invalid and counts as unset. */
export const toAutostartPath = (environment: Environment, home: string): string => {
  const config = environment['XDG_CONFIG_HOME'] ?? '';
  return posix.join(config.startsWith('/') ? config : posix.join(home, '.config'), 'autostart', 'marquee.desktop');
};

/** Quoting of the Exec key: the argument in double quotes, `"`, `` ` ``, `$` and `\` escaped, and `%` doubled. */
const toArgument = (text: string): string =>
  `"${text
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;

export const toAutostartEntry = (command: string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Marquee',
    'Comment=Watches Plex Media Servers from the tray',
    `Exec=${command.map(toArgument).join(' ')}`,
    'Icon=marquee',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
