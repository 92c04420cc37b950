// Whatever starts a Marquee without a desktop asks for little memory in reserve (docs/bench.md says what each wish saves).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { projectDir } from './run-command.ts';

const flag = '--max-semi-space-size=4';

it.each([
  ['the package', readFileSync(join(projectDir, 'packaging', 'headless', 'marquee'), 'utf8')],
  ['npm run serve', manifest.scripts.serve],
  ['npm start', manifest.scripts.start],
])('%s keeps the space for new objects small', (_name, text) => expect(text).toMatch(new RegExp(`node"? ${flag} `)));

it('the package gives all threads one heap of the C library, and lets the owner choose', () => {
  const text = readFileSync(join(projectDir, 'packaging', 'headless', 'marquee'), 'utf8');
  expect(text).toContain('export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"');
});
