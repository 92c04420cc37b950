// Reads what a test runner wrote about its run. Nothing is taken for granted: no report or no test is a failure.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** The part of vitest's JSON report (the format is Jest's) that is counted here. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export type Tally = {
  passed: number;
  failed: number;
  skipped: number;
  /** One line for each thing that a person must know: failures that are not tests, tests that were left out. */
  notes: string[];
};

const crash = (note: string): Tally => ({ passed: 0, failed: 1, skipped: 0, notes: [note] });

/**
 * @param text the report, or null where the runner wrote none
 * @param exitCode of the runner; it fails for more than tests, for example for coverage under its threshold
 */
export const toTally = (name: string, text: string | null, exitCode: number): Tally => {
  if (text === null) return crash(`${name}: the runner ended with code ${exitCode} and wrote no report`);
  const report = parseReport(text);
  if (report === null) return crash(`${name}: the report of the runner cannot be read`);
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const left = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failed = tests.filter((test) => test.status === 'failed').length + brokenFiles.length;
  const notes = [
    ...brokenFiles.map((file) => `${name}: ${file.name} broke down: ${(file.message ?? '').split('\n')[0]}`),
    ...left.map((test) => `${name}: skipped "${test.fullName}"`),
  ];
  const tally = { passed, failed, skipped: left.length, notes };
  if (passed + failed === 0) return { ...tally, failed: 1, notes: [...notes, `${name}: no test ran`] };
  if (failed === 0 && exitCode !== 0) {
    const note = `${name}: the runner ended with code ${exitCode} without a failed test: read its output above (coverage under its threshold, or an error outside of a test)`;
    return { ...tally, failed: 1, notes: [...notes, note] };
  }
  return tally;
};

const parseReport = (text: string) => {
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    return null; // Neither JSON nor a report: the runner died while it wrote.
  }
};

export const readReport = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null);

export const addTallies = (tallies: Tally[]): Tally => ({
  passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
  failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
  skipped: tallies.reduce((sum, tally) => sum + tally.skipped, 0),
  notes: tallies.flatMap((tally) => tally.notes),
});

/** `12 passed, 0 failed`, and `, 3 skipped` where something was. */
export const describeTally = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Where everything can be installed, nothing of ours may be left out. */
export const forbidSkipped = (tally: Tally): Tally =>
  tally.skipped === 0
    ? tally
    : {
        ...tally,
        failed: tally.failed + tally.skipped,
        skipped: 0,
        notes: [...tally.notes, `${tally.skipped} skipped tests count as failed, because CI is set`],
      };
