// Names of plex.direct and the addresses in them.
import { expect, test } from 'vitest';
import { toLookup, toPlexDirectAddress } from './plex-direct.ts';

test.each([
  ['192-0-2-7.0123abc.plex.direct', '192.0.2.7'],
  ['192-0-2-7.0123abc.PLEX.direct', '192.0.2.7'],
  ['2001-db8--7.0123abc.plex.direct', '2001:db8::7'],
  ['2001-db8-0-0-0-0-0-7.0123abc.plex.direct', '2001:db8:0:0:0:0:0:7'],
  ['192-0-2-999.0123abc.plex.direct', null],
  ['cafe.0123abc.plex.direct', null],
  ['192-0-2-7.plex.direct', null],
  ['192-0-2-7.0123abc.plex.direct.example', null],
  ['plex.local', null],
])('%s holds %s', (host, address) => {
  expect(toPlexDirectAddress(host)).toBe(address);
});

test('the lookup answers both ways that Node asks, and leaves other hosts to DNS', () => {
  const answers: unknown[] = [];
  const lookup = toLookup('192-0-2-7.0123abc.plex.direct');
  lookup?.('x', { all: true }, (...answer) => answers.push(answer));
  lookup?.('x', {}, (...answer) => answers.push(answer));
  expect(answers).toEqual([
    [null, [{ address: '192.0.2.7', family: 4 }]],
    [null, '192.0.2.7', 4],
  ]);
  expect(toLookup('plex.local')).toBeUndefined();
});
