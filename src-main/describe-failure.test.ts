import { expect, test } from 'vitest';
import { describeFailure } from './describe-failure.ts';

const fail = (code: string, path?: string) => Object.assign(new Error(`${code}: no`), { code, path });

test.each([fail('ENOSPC'), fail('EROFS', '/srv/marquee/secrets.json'), fail('EACCES', '/srv/marquee/secrets.json')])(
  'a data folder that cannot be written (%s) is named, with what to do',
  (error) => {
    const text = describeFailure(error, '/srv/marquee');
    expect(text).toContain('cannot write to its data folder /srv/marquee');
    expect(text).toContain('--data-dir');
  },
);

test.each([fail('EACCES', '/home/ada/nats.creds'), new Error('Odd')])('anything else is said as it is: %s', (error) => {
  expect(describeFailure(error, '/srv/marquee')).toBe(error.message);
});
