// `npm run demo`: a simulated Plex server with a lively evening, and Marquee watching it. Ctrl-C ends both.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describeSettings } from '../src-main/settings/describe-settings.ts';
import { parseFlags } from '../src-main/settings/parse-flags.ts';
import { readSettings } from '../src-main/settings/read-settings.ts';
import { startSim } from '../src-sim/start-sim.ts';
import { chooseDemoDataDir } from './demo-data-dir.ts';
import { toDemoEnvironment } from './demo-environment.ts';
import { endWithNpm } from './end-with-npm.ts';
import { findFreePort } from './free-port.ts';
import { runBuild } from './run-build.ts';

const say = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

const { PLEX_URL, PLEX_TOKEN } = process.env;
const { command, flags, problems, unknown } = parseFlags(process.argv.slice(2));
const environment = toDemoEnvironment(flags, process.env);
if (command === 'help') {
  say('npm run demo -- [flags]: the flags and variables of Marquee, but for those of the Plex server.', '');
  say(describeSettings('demo'));
  process.exit(0);
}
const read = readSettings({ flags: new Map(), environment, file: {} });
const wrong = [...unknown, ...problems, ...(read.kind === 'problems' ? read.problems : [])];
if (read.kind === 'problems' || wrong.length > 0) {
  process.stderr.write(`${wrong.join('\n')}\n`);
  process.exit(2);
}

endWithNpm();
runBuild();
const { host, port: wanted, dataDir: askedDir } = read.settings;
const isDirAsked = Boolean(environment['MARQUEE_DATA_DIR']?.trim());
const dataDir = chooseDemoDataDir(isDirAsked ? askedDir : null);
const port = await findFreePort(host, wanted);
const sim = await startSim({ scenario: 'evening', seed: 1, speed: 1, controlPort: 0, plexTv: {} });

const marquee = spawn(process.execPath, [fileURLToPath(new URL('../out/main/headless.js', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...environment,
    PLEX_URL: sim.uri,
    PLEX_TOKEN: sim.token,
    // So that signing in can be tried without an account.
    MARQUEE_PLEX_TV_URL: environment['MARQUEE_PLEX_TV_URL']?.trim() || (sim.plexTv?.uri ?? ''),
    MARQUEE_PORT: String(port),
    MARQUEE_DATA_DIR: dataDir.path,
    MARQUEE_LOG_LEVEL: environment['MARQUEE_LOG_LEVEL']?.trim() || 'warn',
  },
});
// Ctrl-C reaches Marquee too; a signal to this process alone is passed on. Either way its end is waited for below.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void marquee.kill(signal));

const notes = [
  port === wanted ? null : `Port ${wanted} is taken, so this demo listens on another one.`,
  PLEX_URL || PLEX_TOKEN ? 'PLEX_URL and PLEX_TOKEN are left alone: the demo watches its own server.' : null,
  dataDir.note,
];
createInterface({ input: marquee.stdout }).on('line', (line) => {
  const [link] = /\bhttps?:\S+#code=\S+/.exec(line) ?? [];
  if (link === undefined) return;
  say('', 'Marquee is watching a simulated Plex server on an invented evening.', '');
  say(`  Open this link      ${link}`);
  say(`  Data                ${dataDir.path}`);
  say(`  Simulated server    ${sim.uri}`);
  say(`  Its controls        ${sim.controlUri}`);
  say(`  Simulated plex.tv   ${sim.plexTv?.uri ?? ''} (sign in there as Ada)`);
  for (const note of notes) if (note !== null) say('', note);
  say('', 'The link works once, within ten minutes. Ctrl-C ends both.', '');
});
const code = await new Promise<number>((resolve) => void marquee.on('exit', (status) => resolve(status ?? 1)));
await sim.close();
dataDir.clear();
process.exitCode = code;
