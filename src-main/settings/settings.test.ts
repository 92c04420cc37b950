import { describe, expect, test } from 'vitest';
import { toDefaultDataDir } from './data-dir.ts';
import { describeSettings } from './describe-settings.ts';
import { describeDuration, parseDuration } from './duration.ts';
import { parseFlags } from './parse-flags.ts';
import { chooseDataDir, readSettings } from './read-settings.ts';
import { settingRows } from './settings.ts';

const read = (environment: Record<string, string> = {}, args: string[] = [], file: Record<string, unknown> = {}) =>
  readSettings({ flags: parseFlags(args).flags, environment: { XDG_DATA_HOME: '/data', ...environment }, file });

const valueOf = (...sources: Parameters<typeof read>) => {
  const result = read(...sources);
  if (result.kind === 'problems') throw new Error(result.problems.join('\n'));
  return result.settings;
};

test('with nothing said, the defaults hold', () => {
  expect(valueOf()).toEqual({
    plexSync: true,
    plexUrl: null,
    plexToken: null,
    sessionPollMs: 30_000,
    realtime: true,
    host: '127.0.0.1',
    port: 4848,
    dataDir: toDefaultDataDir({ XDG_DATA_HOME: '/data' }),
    accessKey: null,
    logLevel: 'info',
    plexSyncMs: 300_000,
    tautulliUrl: null,
    tautulliKey: null,
    tautulliSyncMs: 300_000,
    natsUrl: null,
    natsCreds: null,
    natsPrefix: 'marquee',
    natsCollect: false,
    checkUpdates: true,
    webhooks: false,
    webhookSecret: null,
    webhookHost: null,
    webhookPort: 4849,
    publicUrl: null,
    trustedProxy: null,
    oauthIssuer: null,
    oauthClientId: null,
    oauthRedirectUri: null,
    httpsProxy: null,
    plexTvUrl: null,
  });
});

test('a flag counts before the variable, the variable before the file, the file before the default', () => {
  expect(valueOf({}, [], { port: 1 }).port).toBe(1);
  expect(valueOf({ MARQUEE_PORT: '2' }, [], { port: 1 }).port).toBe(2);
  expect(valueOf({ MARQUEE_PORT: '2' }, ['--port', '3'], { port: 1 }).port).toBe(3);
});

test('an empty variable counts as unset', () => {
  expect(valueOf({ MARQUEE_PORT: '', MARQUEE_HOST: '  ', PLEX_URL: '' }, [], { port: 1 })).toMatchObject({
    port: 1,
    host: '127.0.0.1',
    plexUrl: null,
  });
});

test('secrets and the data folder are never taken from the settings file', () => {
  const settings = valueOf({}, [], { plexToken: 'stray', accessKey: 'stray-stray-stray-stray', dataDir: '/stray' });
  expect(settings).toMatchObject({ plexToken: null, accessKey: null, dataDir: '/data/marquee' });
});

test.each([
  ['ENABLE_PLEX_SYNC', 'no', 'plexSync', false],
  ['PLEX_REALTIME_ENABLED', '0', 'realtime', false],
  ['PLEX_REALTIME_ENABLED', 'TRUE', 'realtime', true],
  ['PLEX_URL', 'http://nas.local:32400/', 'plexUrl', 'http://nas.local:32400'],
  ['PLEX_URL', 'http://[::1]:32400', 'plexUrl', 'http://[::1]:32400'],
  ['PLEX_SESSION_POLL_INTERVAL', '5m', 'sessionPollMs', 300_000],
  ['PLEX_SESSION_POLL_INTERVAL', '10s', 'sessionPollMs', 10_000],
  ['NATS_CREDS', '/etc/marquee.creds', 'natsCreds', '/etc/marquee.creds'],
  ['NATS_COLLECT', 'yes', 'natsCollect', true],
  ['NATS_SUBJECT_PREFIX', 'home.plex_1', 'natsPrefix', 'home.plex_1'],
  ['NATS_URL', 'nats://a:1,nats://b', 'natsUrl.servers', ['a:1', 'b:4222']],
  ['MARQUEE_HOST', '::', 'host', '::'],
  ['MARQUEE_PORT', '0', 'port', 0],
  ['MARQUEE_LOG_LEVEL', 'debug', 'logLevel', 'debug'],
  ['ENABLE_PLEX_WEBHOOKS', 'true', 'webhooks', true],
  ['PLEX_WEBHOOK_SECRET', 'open-sesame', 'webhookSecret', 'open-sesame'],
  ['MARQUEE_WEBHOOK_HOST', '0.0.0.0', 'webhookHost', '0.0.0.0'],
  ['MARQUEE_WEBHOOK_PORT', '0', 'webhookPort', 0],
  ['MARQUEE_CHECK_UPDATES', 'false', 'checkUpdates', false],
  ['MARQUEE_PUBLIC_URL', 'https://example.org/marquee/', 'publicUrl', 'https://example.org/marquee'],
  [
    'MARQUEE_TRUSTED_PROXY',
    '127.0.0.1, fd00::/8,172.16.0.0/12',
    'trustedProxy',
    ['127.0.0.1', 'fd00::/8', '172.16.0.0/12'],
  ],
  ['PLEX_OAUTH_ISSUER', 'https://id.example.org/', 'oauthIssuer', 'https://id.example.org/'],
  ['PLEX_OAUTH_ISSUER', 'http://127.0.0.1:9000', 'oauthIssuer', 'http://127.0.0.1:9000'],
  ['PLEX_OAUTH_CLIENT_ID', 'marquee', 'oauthClientId', 'marquee'],
  ['PLEX_OAUTH_REDIRECT_URI', 'http://nas:4848/back?a=b', 'oauthRedirectUri', 'http://nas:4848/back?a=b'],
  ['HTTPS_PROXY', 'http://me:secret@proxy:3128', 'httpsProxy', 'http://me:secret@proxy:3128'],
  ['MARQUEE_PLEX_TV_URL', 'http://127.0.0.1:32500', 'plexTvUrl', 'http://127.0.0.1:32500'],
])('%s=%s is understood', (variable, text, key, value) => {
  expect(valueOf({ [variable]: text })).toHaveProperty(key, value);
});

test.each([
  ['ENABLE_PLEX_SYNC', 'maybe'],
  ['PLEX_URL', 'nas:32400'],
  ['PLEX_URL', 'ftp://nas'],
  ['PLEX_SESSION_POLL_INTERVAL', '30'],
  ['PLEX_SESSION_POLL_INTERVAL', '9s'],
  ['PLEX_SESSION_POLL_INTERVAL', '-30s'],
  ['PLEX_SESSION_POLL_INTERVAL', '2h'],
  ['PLEX_SESSION_POLL_INTERVAL', '30 parsecs'],
  ['PLEX_REALTIME_ENABLED', 'perhaps'],
  ['NATS_SUBJECT_PREFIX', 'plex.*'],
  ['NATS_SUBJECT_PREFIX', 'plex..home'],
  ['MARQUEE_HOST', 'http://0.0.0.0'],
  ['MARQUEE_PORT', '65536'],
  ['MARQUEE_PORT', '-1'],
  ['MARQUEE_PORT', '48.48'],
  ['MARQUEE_PORT', '0x10'],
  ['MARQUEE_LOG_LEVEL', 'loud'],
  ['MARQUEE_PUBLIC_URL', 'https://example.org/?a=b'],
  ['MARQUEE_TRUSTED_PROXY', 'my-proxy'],
  ['MARQUEE_TRUSTED_PROXY', '10.0.0.0/33'],
  ['MARQUEE_TRUSTED_PROXY', '10.0.0.1,'],
  ['PLEX_OAUTH_ISSUER', 'http://id.example.org'],
  ['PLEX_OAUTH_ISSUER', 'my issuer'],
  ['PLEX_OAUTH_CLIENT_ID', 'two words'],
  ['PLEX_OAUTH_REDIRECT_URI', '/api/v1/auth/plex/callback'],
  ['MARQUEE_PLEX_TV_URL', 'plex.tv'],
])('%s=%s is refused with its name, its value and what was expected', (variable, text) => {
  const row = settingRows.find((each) => each.variable === variable);
  const problem = `${variable}: “${text}” does not fit; expected ${row?.expected}`;
  expect(read({ [variable]: text })).toEqual({ kind: 'problems', problems: [problem] });
  expect(read({}, [`--${row?.flag}=${text}`])).toEqual({
    kind: 'problems',
    problems: [problem.replace(variable, `--${row?.flag}`)],
  });
});

test.each([
  ['PLEX_TOKEN', 'two words'],
  ['MARQUEE_ACCESS_KEY', 'tooshort'],
  ['HTTPS_PROXY', 'me:hunter22@proxy'],
  ['PLEX_URL', 'http://alice:hunter22@nas:32400'],
  ['PLEX_URL', 'http://nas:32400/?X-Plex-Token=hunter22'],
  ['NATS_URL', 'http://marquee:hunter22@nas:4222'],
])('the value of %s is not repeated where it may be a secret', (variable, text) => {
  const result = read({ [variable]: text });
  const said = result.kind === 'problems' ? result.problems.join() : '';
  expect(said).toContain(variable);
  expect(said).toContain('expected');
  for (const secret of ['hunter22', 'words', 'tooshort']) expect(said).not.toContain(secret);
});

test('all that is wrong is said at once', () => {
  const result = read({ MARQUEE_PORT: 'x', ENABLE_PLEX_SYNC: 'w' }, ['--host', 'a b'], { logLevel: ['z'] });
  expect(result.kind === 'problems' && result.problems).toEqual([
    'ENABLE_PLEX_SYNC: “w” does not fit; expected true or false',
    '--host: “a b” does not fit; expected a host name or an IP address, such as 127.0.0.1 or 0.0.0.0',
    'MARQUEE_PORT: “x” does not fit; expected a port number up to 65535, or 0 for any free one',
    'logLevel in settings.json: “["z"]” does not fit; expected debug, info, warn or error',
  ]);
});

describe('the command line', () => {
  test.each([
    [[], 'serve'],
    [['link', '--data-dir', 'x'], 'link'],
    [['--help'], 'help'],
    [['-h', '--version'], 'help'],
    [['--version'], 'version'],
    [['--smoke', '--plex-url', 'http://127.0.0.1:32400'], 'smoke'],
  ])('%j asks for %s', (args, command) => {
    expect(parseFlags(args)).toMatchObject({ command, problems: [], unknown: [] });
  });

  test.each([
    [['--prot', '1'], '--prot is no flag of Marquee; --help lists them'],
    [['-x'], '-x is no flag of Marquee; --help lists them'],
    [['--port'], '--port has no value: expected a port number up to 65535, or 0 for any free one'],
    [['--host='], '--host has no value: expected a host name or an IP address, such as 127.0.0.1 or 0.0.0.0'],
    [['dance'], '“dance” is no command: expected link, or nothing to start Marquee'],
  ])('%j is refused', (args, problem) => {
    const { problems, unknown } = parseFlags(args);
    expect([...problems, ...unknown]).toContain(problem);
  });
});

test('--help names every setting with its variable, flag and default, and warns of tokens on the command line', () => {
  const help = describeSettings('1.2.3');
  for (const row of settingRows) expect(help).toMatch(new RegExp(`--${row.flag} VALUE +${row.variable}\n`));
  expect(help).toContain('process list');
  expect(help).toContain('default: 4848');
});

test.each([
  [{ XDG_DATA_HOME: '/x' }, 'linux', '/x/marquee'],
  [{ XDG_DATA_HOME: 'relative' }, 'linux', '/home/a/.local/share/marquee'],
  [{}, 'linux', '/home/a/.local/share/marquee'],
  [{}, 'darwin', '/home/a/Library/Application Support/Marquee'],
  [{ LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\L\\Marquee'],
])('data of %j on %s lies in %s', (environment, platform, dir) => {
  expect(toDefaultDataDir(environment, platform, '/home/a')).toBe(dir);
});

test('the data folder is known before the settings file is read', () => {
  expect(chooseDataDir(parseFlags(['--data-dir', '/a/../b']).flags, { MARQUEE_DATA_DIR: '/c' })).toBe('/b');
  expect(chooseDataDir(new Map(), { MARQUEE_DATA_DIR: '/c' })).toBe('/c');
  expect(chooseDataDir(new Map(), { MARQUEE_DATA_DIR: ' ', XDG_DATA_HOME: '/x' })).toBe(
    toDefaultDataDir({ XDG_DATA_HOME: '/x' }),
  );
});

test.each([
  ['30s', 30_000],
  ['1.5m', 90_000],
  ['250 ms', 250],
  ['1H', 3_600_000],
  ['2d', 172_800_000],
  ['30', null],
  ['s', null],
  ['', null],
  ['1e3s', null],
  ['5m30s', null],
])('%j is %j ms', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs);
});

test.each([
  [30_000, '30s'],
  [90_000, '90s'],
  [300_000, '5m'],
  [3_600_000, '1h'],
  [1500, '1500ms'],
])('%d ms reads %s', (durationMs, text) => {
  expect(describeDuration(durationMs)).toBe(text);
});
