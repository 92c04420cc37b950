// The count at the end of `npm test` must never be green for a run that was not.
import { describe, expect, it } from 'vitest';
import { addTallies, describeTally, forbidSkipped, toTally } from './test-report.ts';

type File = {
  name: string;
  status: string;
  message?: string;
  assertionResults: { fullName: string; status: string }[];
};

const fileOf = (...statuses: string[]): File => ({
  name: 'a.test.ts',
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status, index) => ({ fullName: `test ${index}`, status })),
});
const reportOf = (...files: File[]) => JSON.stringify({ testResults: files });

describe('toTally', () => {
  it.each([
    ['a good run', reportOf(fileOf('passed', 'passed')), 0, '2 passed, 0 failed'],
    ['a failed test', reportOf(fileOf('passed', 'failed')), 1, '1 passed, 1 failed'],
    ['a skipped and a planned test', reportOf(fileOf('passed', 'pending', 'todo')), 0, '1 passed, 0 failed, 2 skipped'],
    [
      'a file that cannot be loaded',
      reportOf(fileOf('passed'), { ...fileOf(), status: 'failed' }),
      1,
      '1 passed, 1 failed',
    ],
    ['a runner that crashed before it wrote', null, 139, '0 passed, 1 failed'],
    ['a report cut off in the middle', reportOf(fileOf('passed')).slice(0, -5), 0, '0 passed, 1 failed'],
    ['a report of something else', '{}', 0, '0 passed, 1 failed'],
    ['no test at all', reportOf(), 0, '0 passed, 1 failed'],
    ['only skipped tests', reportOf(fileOf('skipped')), 0, '0 passed, 1 failed, 1 skipped'],
    ['coverage under its threshold', reportOf(fileOf('passed')), 1, '1 passed, 1 failed'],
  ])('%s', (_story, report, exitCode, line) => {
    expect(describeTally(toTally('unit', report, exitCode))).toBe(line);
  });

  it('names what was skipped', () => {
    expect(toTally('unit', reportOf(fileOf('passed', 'pending')), 0).notes).toEqual(['unit: skipped "test 1"']);
  });
});

it('adds runs up', () => {
  const all = addTallies([
    toTally('unit', reportOf(fileOf('passed', 'failed')), 1),
    toTally('e2e', reportOf(fileOf('passed', 'pending')), 0),
  ]);
  expect(describeTally(all)).toBe('2 passed, 1 failed, 1 skipped');
});

it('counts what was left out as failed where nothing may be left out', () => {
  const strict = forbidSkipped(toTally('e2e', reportOf(fileOf('passed', 'pending')), 0));
  expect(describeTally(strict)).toBe('1 passed, 1 failed');
});
