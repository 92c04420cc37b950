// The text of --help, made from the table of settings.
import { describeCall } from '../lib/describe-call.ts';
import { settingRows, type SettingRow } from './settings.ts';
import { toDefaultDataDir } from './data-dir.ts';

const toFallback = (row: SettingRow): string => {
  if (row.key === 'dataDir') return toDefaultDataDir();
  if (row.key === 'accessKey') return 'generated';
  return row.fallback ?? 'none';
};

const describeRow = (row: SettingRow): string =>
  [`  --${row.flag} VALUE`.padEnd(38) + row.variable, `      ${row.says}`, `      default: ${toFallback(row)}`].join(
    '\n',
  );

const describeCommand = (call: string, says: string): string => `  ${call.padEnd(28)}  ${says}`;

export const describeSettings = (version: string): string =>
  `Marquee ${version} watches Plex Media Servers: who is watching what, how it is delivered and why it transcodes.

${describeCommand(describeCall('serve', ['[flags]']), 'start Marquee without a desktop; it prints a link to open in a browser')}
${describeCommand(describeCall('link', ['[flags]']), 'print another sign-in link of the Marquee that is running')}
${describeCommand('--smoke', 'try this installation on the server of PLEX_URL: one line of JSON, then the end')}
  --help, --version

Settings. A flag counts before its environment variable, then the settings file, then the default.
An empty variable counts as unset. Times read like 30s, 5m, 1h.

${settingRows.map(describeRow).join('\n\n')}

Exit codes: 0 ended as asked, 1 could not start or broke, 2 a flag or a setting is wrong.
`;
