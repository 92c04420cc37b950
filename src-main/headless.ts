// Marquee without a desktop: reads what it was told, starts the app, prints the link to open, ends cleanly when asked.
import Conf from 'conf';
import manifest from '../package.json' with { type: 'json' };
import { askForLink } from './ask-for-link.ts';
import { describeCall } from './lib/describe-call.ts';
import { keepHeapSmall } from './lib/small-heap.ts';
import { toError } from './lib/to-error.ts';
import { openSettings } from './open-settings.ts';
import { describeSettings } from './settings/describe-settings.ts';
import { parseFlags, type CommandLine, type Flags } from './settings/parse-flags.ts';
import { findMissingFiles, prepareDataDir } from './settings/places.ts';
import { chooseDataDir, readSettings } from './settings/read-settings.ts';

/** What came of a command: its exit code, or `running` for a Marquee that goes on until it is asked to end. */
type Outcome = 0 | 1 | 2 | 'running';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (texts: string[]): void => void process.stderr.write(`${texts.join('\n')}\n`);

const refuse = (problems: string[]): 2 => {
  complain([...problems, `${describeCall('serve', ['--help'])} lists all settings.`]);
  return 2;
};

const openFile = (dataDir: string) =>
  openSettings(
    dataDir,
    ({ cwd, name, mode }) => new Conf({ cwd, configName: name, configFileMode: mode }),
    (text) => complain([text]),
  );

/** One line that tells whether this installation works. */
const smoke = async (flags: Flags): Promise<Outcome> => {
  const { smokeHeadless } = await import('./smoke-headless.ts');
  const { line, code } = await smokeHeadless({ flags, version: manifest.version, openFile });
  say(line);
  return code;
};

const run = async ({ command, flags, problems, unknown }: CommandLine): Promise<Outcome> => {
  if (command === 'help') say(describeSettings(manifest.version));
  if (command === 'version') say(manifest.version);
  if (command === 'help' || command === 'version') return 0;

  const dataDir = chooseDataDir(flags, process.env);
  const knownSoFar = readSettings({ flags, environment: process.env, file: {} });
  const early = [...unknown, ...problems, ...(knownSoFar.kind === 'problems' ? knownSoFar.problems : [])];
  if (early.length > 0) return refuse(early);
  if (command === 'smoke') return smoke(flags);
  if (command === 'link') {
    const accessKey = knownSoFar.kind === 'settings' ? knownSoFar.settings.accessKey : null;
    const answer = await askForLink(dataDir, accessKey);
    if (answer.kind === 'problem') complain([answer.text]);
    else say(answer.url);
    return answer.kind === 'problem' ? 1 : 0;
  }
  const noDir = prepareDataDir(dataDir, flags);
  if (noDir !== null) return refuse([noDir]);
  const file = openFile(dataDir);
  const read = readSettings({ flags, environment: process.env, file: file.values() });
  if (read.kind === 'problems') return refuse(read.problems);
  const missing = findMissingFiles(read.settings, read.origins);
  if (missing.length > 0) return refuse(missing);
  // Loaded only now, so that the short commands answer at once.
  const { serve } = await import('./serve.ts');
  return serve({ settings: read.settings, origins: read.origins, file, version: manifest.version });
};

// Whatever is written, DuckDB's own files too, is for this user alone, also in a folder that was there before.
process.umask(0o077);
keepHeapSmall();
try {
  const outcome = await run(parseFlags(process.argv.slice(2)));
  if (outcome !== 'running') process.exitCode = outcome;
} catch (error) {
  complain([`Marquee could not start: ${toError(error).message}`]);
  process.exitCode = 1;
}
