// `npm test`: everything that can be tested on this machine, and a plain word about what could not.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, runCommand } from './run-command.ts';
import { findElectron } from './electron-file.ts';
import { chromium, desktopPrograms, electronWithLibraries, natsServer, provideProgram } from './system-packages.ts';
import { addTallies, describeTally, forbidSkipped, readReport, toTally, type Tally } from './test-report.ts';

const reportsDir = join(projectDir, 'reports');
// An old report must not speak for a run that crashed.
rmSync(reportsDir, { recursive: true, force: true });
mkdirSync(reportsDir, { recursive: true });

const runVitest = async (project: string, args: string[], env: Record<string, string> = {}): Promise<Tally> => {
  const report = join(reportsDir, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runCommand('vitest', ['run', '--project', project, ...reporters, ...args], {
    show: true,
    env,
    timeLimitMs: 1_800_000,
  });
  return toTally(project, readReport(report), code);
};

const failure = (note: string): Tally => ({ passed: 0, failed: 1, skipped: 0, notes: [note] });
const leftOut = (note: string): Tally => ({ passed: 0, failed: 0, skipped: 1, notes: [note] });

const runUnits = async (): Promise<Tally> => {
  const broker = await provideProgram(natsServer);
  if (broker.kind === 'ready') return runVitest('unit', ['--coverage'], { NATS_SERVER_FILE: broker.file });
  const others = await runVitest('unit', ['--coverage', '--exclude', '**/*.nats.test.ts']);
  return addTallies([others, leftOut(`unit: publishing skipped, ${broker.why}`)]);
};

const buildMarquee = async (): Promise<boolean> => {
  const { code, output } = await runCommand('node', ['tools/build.ts']);
  if (code !== 0) console.log(output);
  return code === 0;
};

const runInBrowser = async (isBuilt: boolean): Promise<Tally> => {
  const browser = await provideProgram(chromium);
  if (browser.kind === 'missing') return leftOut(`e2e: skipped, ${browser.why}`);
  return isBuilt ? runVitest('e2e', [], { CHROMIUM_FILE: browser.file }) : failure('e2e: the build failed');
};

const runOnDesktop = async (isBuilt: boolean): Promise<Tally> => {
  if (process.platform !== 'linux') return leftOut('desktop: skipped, its desktop of tests is made for Linux');
  const electron = findElectron();
  if (electron.kind === 'missing') return leftOut(`desktop: skipped, ${electron.why}`);
  for (const program of [...desktopPrograms, electronWithLibraries(electron.file)]) {
    const provided = await provideProgram(program);
    if (provided.kind === 'missing') return leftOut(`desktop: skipped, ${provided.why}`);
  }
  // For the page of the sign-in, which opens in the system's browser.
  const browser = await provideProgram(chromium);
  if (browser.kind === 'missing') return leftOut(`desktop: skipped, ${browser.why}`);
  return isBuilt ? runVitest('desktop', [], { CHROMIUM_FILE: browser.file }) : failure('desktop: the build failed');
};

const unit = await runUnits();
const isBuilt = await buildMarquee();
const browser = await runInBrowser(isBuilt);
const desktop = await runOnDesktop(isBuilt);

const all = addTallies([unit, browser, desktop]);
const total = process.env['CI'] ? forbidSkipped(all) : all;

console.log('');
console.log(`unit     ${describeTally(unit)}`);
console.log(`e2e      ${describeTally(browser)}`);
console.log(`desktop  ${describeTally(desktop)}`);
console.log(total.notes.join('\n'));
console.log(describeTally(total));
process.exitCode = total.failed === 0 ? 0 : 1;
