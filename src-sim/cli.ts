// The command line of the simulated server: flags in, options or a plain complaint out.
import { scenarios, type ScenarioName } from './scenarios/scenarios.ts';
import { tlsKinds } from './tls/certificates.ts';
import type { SimOptions } from './start-sim.ts';

const names = Object.keys(scenarios);

export const usage = `Usage: npm run sim -- [flags]

Starts a simulated Plex Media Server.

  --port N          port of the server (default 32499; 0 for any free one)
  --host ADDRESS    address to listen on (default 127.0.0.1)
  --token TEXT      the owner's token (default: a random one)
  --scenario NAME   ${names.join(', ')} (default evening)
  --seed N          the same seed gives the same events (default 1)
  --speed X         simulated seconds per real second (default 1)
  --name TEXT       the server's friendly name
  --control-port N  port of the control interface (default: any free one)
  --past N          so many plays of the last three years in its history
  --tls KIND        also speaks HTTPS: ${tlsKinds.join(', ')}
  --plex-tv-port N  also starts a simulated plex.tv there that knows the server (0 for any free port)
  --fleet N         instead: the first N of ten servers of two owners, four of them in trouble, and a plex.tv
  --help            this text

Scenarios:
${Object.entries(scenarios)
  .map(([name, scenario]) => `  ${name.padEnd(9)} ${scenario.describe}`)
  .join('\n')}
`;

export type Cli =
  | { kind: 'help' }
  | { kind: 'wrong'; message: string }
  | { kind: 'start'; options: SimOptions; controlPort: number; fleet: number | null };

const flags = [
  'port',
  'host',
  'token',
  'scenario',
  'seed',
  'speed',
  'name',
  'control-port',
  'plex-tv-port',
  'past',
  'tls',
  'fleet',
];

export function parseCli(args: readonly string[]): Cli {
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--help' || arg === '-h') return { kind: 'help' };
    const [flag, inline] = splitFlag(arg);
    if (!flags.includes(flag))
      return {
        kind: 'wrong',
        message: `${arg}: unknown flag; expected one of ${flags.map((name) => `--${name}`).join(', ')}, --help`,
      };
    const value = inline ?? args[at + 1];
    if (value === undefined || (inline === undefined && value.startsWith('--')))
      return { kind: 'wrong', message: `--${flag}: no value; expected ${expected[flag]}` };
    if (inline === undefined) at += 1;
    if (accepts[flag]?.(value) !== true)
      return { kind: 'wrong', message: `--${flag}: ${value}: expected ${expected[flag]}` };
    given.set(flag, value);
  }
  const host = given.get('host');
  const token = given.get('token');
  const name = given.get('name');
  const tls = tlsKinds.find((kind) => kind === given.get('tls'));
  const fleet = given.get('fleet');
  const past = given.get('past');
  const plexTvPort = given.get('plex-tv-port');
  return {
    kind: 'start',
    controlPort: Number(given.get('control-port') ?? 0),
    fleet: fleet === undefined ? null : Number(fleet),
    options: {
      port: Number(given.get('port') ?? 32_499),
      seed: Number(given.get('seed') ?? 1),
      speed: Number(given.get('speed') ?? 1),
      scenario: names.find(isScenario(given.get('scenario'))) ?? 'evening',
      ...(host === undefined ? {} : { host }),
      ...(token === undefined ? {} : { token }),
      ...(name === undefined ? {} : { name }),
      ...(tls === undefined ? {} : { tls }),
      ...(past === undefined ? {} : { past: { plays: Number(past) } }),
      ...(plexTvPort === undefined ? {} : { plexTv: { port: Number(plexTvPort), controlPort: 0 } }),
    },
  };
}

const isScenario =
  (wanted: string | undefined) =>
  (name: string): name is ScenarioName =>
    name === wanted;

function splitFlag(arg: string): [string, string | undefined] {
  if (!arg.startsWith('--')) return ['', undefined];
  const equals = arg.indexOf('=');
  return equals < 0 ? [arg.slice(2), undefined] : [arg.slice(2, equals), arg.slice(equals + 1)];
}

const port = (value: string): boolean => /^\d+$/.test(value) && Number(value) <= 65_535;
const text = (value: string): boolean => value.length > 0;

const accepts: Readonly<Record<string, (value: string) => boolean>> = {
  port,
  'control-port': port,
  'plex-tv-port': port,
  host: text,
  token: (value) => /^[\w.-]+$/.test(value),
  scenario: (value) => names.includes(value),
  seed: (value) => /^\d+$/.test(value) && Number(value) < 2 ** 32,
  tls: (value) => tlsKinds.some((kind) => kind === value),
  fleet: (value) => /^([1-9]|10)$/.test(value),
  past: (value) => /^\d+$/.test(value) && Number(value) <= 1_000_000,
  speed: (value) => /^\d+(\.\d+)?$/.test(value) && Number(value) > 0 && Number(value) <= 10_000,
  name: text,
};

const expected: Readonly<Record<string, string>> = {
  port: 'a port number from 0 to 65535',
  'control-port': 'a port number from 0 to 65535',
  'plex-tv-port': 'a port number from 0 to 65535',
  host: 'an address, e.g. 127.0.0.1',
  token: 'letters, digits, _, . and -',
  scenario: `one of ${names.join(', ')}`,
  seed: 'a whole number from 0 to 4294967295',
  tls: `one of ${tlsKinds.join(', ')}`,
  fleet: 'a number from 1 to 10',
  past: 'a whole number from 0 to 1000000',
  speed: 'a number above 0 and up to 10000, e.g. 1 or 60',
  name: 'a name',
};
