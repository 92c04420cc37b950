// `npm test`: everything that can be tested on this machine, and a plain word about what could not.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, runCommand } from './run-command.ts';
import { chromium, provideProgram } from './system-packages.ts';
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
  });
  return toTally(project, readReport(report), code);
};

const failure = (note: string): Tally => ({ passed: 0, failed: 1, skipped: 0, notes: [note] });
const leftOut = (note: string): Tally => ({ passed: 0, failed: 0, skipped: 1, notes: [note] });

const runInBrowser = async (): Promise<Tally> => {
  const browser = await provideProgram(chromium);
  if (browser.kind === 'missing') return leftOut(`e2e: skipped, ${browser.why}`);
  const build = await runCommand('node', ['tools/build.ts']);
  if (build.code !== 0) {
    console.log(build.output);
    return failure('e2e: the build failed');
  }
  return runVitest('e2e', [], { CHROMIUM_FILE: browser.file });
};

const unit = await runVitest('unit', ['--coverage']);
const browser = await runInBrowser();

const all = addTallies([unit, browser]);
const total = process.env['CI'] ? forbidSkipped(all) : all;

console.log('');
console.log(`unit     ${describeTally(unit)}`);
console.log(`e2e      ${describeTally(browser)}`);
console.log(total.notes.join('\n'));
console.log(describeTally(total));
process.exitCode = total.failed === 0 ? 0 : 1;
