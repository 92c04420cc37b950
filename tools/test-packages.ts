// `npm run test:packages`: packs Marquee as owners get it and tries what came out. Apart from `npm test`, because it
// takes minutes and fetches what other kinds of machines need.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './electron-file.ts';
import { projectDir, runCommand } from './run-command.ts';
import { desktopPrograms, electronWithLibraries, provideProgram } from './system-packages.ts';
import { describeTally, forbidSkipped, readReport, toTally } from './test-report.ts';

/** Why the packed desktop app cannot be tried here; null where it can. */
const whyNoDesktop = async (): Promise<string | null> => {
  const electron = findElectron();
  if (electron.kind === 'missing') return electron.why;
  for (const program of [...desktopPrograms, electronWithLibraries(electron.file)]) {
    const provided = await provideProgram(program);
    if (provided.kind === 'missing') return provided.why;
  }
  return null;
};

const run = async () => {
  if (process.platform !== 'linux') {
    const notes = ['packages: skipped, what is packed here is tried on Linux'];
    return { passed: 0, failed: 0, skipped: 1, notes };
  }
  const report = join(projectDir, 'reports', 'packages.json');
  mkdirSync(join(projectDir, 'reports'), { recursive: true });
  rmSync(report, { force: true });
  const why = await whyNoDesktop();
  const left = why === null ? [] : ['--exclude', 'e2e/desktop.package.ts'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runCommand('vitest', ['run', '--project', 'packages', ...reporters, ...left], {
    show: true,
    timeLimitMs: 1_800_000,
  });
  const tally = toTally('packages', readReport(report), code);
  if (why === null) return tally;
  const notes = [...tally.notes, `packages: the desktop app was skipped, ${why}`];
  return { ...tally, skipped: tally.skipped + 1, notes };
};

const tally = await run();
const total = process.env['CI'] ? forbidSkipped(tally) : tally;
for (const note of total.notes) console.log(note);
console.log(describeTally(total));
process.exitCode = total.failed === 0 ? 0 : 1;
