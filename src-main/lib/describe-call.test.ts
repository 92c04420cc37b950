import { expect, test } from 'vitest';
import { describeCall } from './describe-call.ts';

test.each([
  ['serve', ['--help'], {}, 'npm run serve -- --help'],
  ['link', [], {}, 'npm run link'],
  ['link', ['--data-dir', '/a'], {}, 'npm run link -- --data-dir /a'],
  ['link', ['--data-dir', '/my data'], {}, 'npm run link -- --data-dir "/my data"'],
  ['serve', ['--help'], { MARQUEE_COMMAND: 'marquee' }, 'marquee --help'],
  ['link', ['--data-dir', '/a'], { MARQUEE_COMMAND: 'marquee' }, 'marquee link --data-dir /a'],
] as const)('%s %j with %j is called by %s', (command, args, environment, call) => {
  expect(describeCall(command, [...args], environment)).toBe(call);
});
