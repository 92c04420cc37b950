// The habits that every file keeps, each once broken and once kept.
import { expect, it } from 'vitest';
import { findBadNames, findLong, findUnexplained } from './source-files.ts';

it('wants names in kebab-case, but for those that the world expects in capitals', () => {
  const good = ['README.md', '.oxlintrc.json', '.ci/run', 'src-main/watch/step.test.ts', 'docs/openapi.json'];
  const bad = ['src-main/plexClient.ts', 'src-main/Watch/step.ts', 'src-main/to_session.ts'];
  expect(findBadNames([...good, ...bad])).toHaveLength(bad.length);
  expect(findBadNames(good)).toEqual([]);
});

it.each([
  ['// What it is for.\nexport {};', 0],
  ['#!/usr/bin/env node\n// What it is for.\n', 0],
  ['/* What it is for. */\n', 0],
  [`import 'a';\n`, 1],
  ['//\nexport {};', 1],
  ['', 1],
])('wants the first line to say what the file is for: %j', (source, findings) => {
  expect(findUnexplained(['a.ts'], () => source)).toHaveLength(findings);
});

it('wants files of at most 300 lines, but for tests', () => {
  const lines = (count: number) => () => 'x\n'.repeat(count);
  expect(findLong(['a.ts'], lines(300))).toEqual([]);
  expect(findLong(['a.ts'], lines(301))).toEqual(['a.ts: 301 lines, more than 300']);
  expect(findLong(['a.test.ts', 'src-sim/test-house.ts'], lines(301))).toEqual([]);
});
