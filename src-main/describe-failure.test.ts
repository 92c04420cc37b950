import { expect, test } from 'vitest';
import { describeFailure } from './describe-failure.ts';
import { ListenError } from './web/listen-error.ts';

const fail = (code: string, path?: string) => Object.assign(new Error(`${code}: no`), { code, path });

test.each([fail('ENOSPC'), fail('EROFS', '/srv/marquee/secrets.json'), fail('EACCES', '/srv/marquee/secrets.json')])(
  'a data folder that cannot be written (%s) is named, with what to do',
  (error) => {
    const text = describeFailure(error, '/srv/marquee');
    expect(text).toContain('cannot write to its data folder /srv/marquee');
    expect(text).toContain('--data-dir');
  },
);

test.each([
  ['EADDRINUSE', 'Another program is already listening on nas:80. Choose another port with --port or MARQUEE_PORT'],
  ['EACCES', 'does not let Marquee listen on nas:80. Choose a port above 1023 with --port or MARQUEE_PORT.'],
  ['ENOTFOUND', 'This machine has no address nas to listen on. Name one that it has with --host or MARQUEE_HOST'],
])('an address that cannot be listened on (%s) is named, with what chooses another', (code, says) => {
  expect(describeFailure(new ListenError(fail(code), 'nas', 80), '/srv/marquee')).toContain(says);
});

test.each([fail('EACCES', '/home/ada/nats.creds'), new Error('Odd')])('anything else is said as it is: %s', (error) => {
  expect(describeFailure(error, '/srv/marquee')).toBe(error.message);
});
