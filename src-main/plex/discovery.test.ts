// Looking for servers nearby, against one that answers as real ones do, and against silence and junk.
import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { startGdm } from '../../src-sim/gdm/start-gdm.ts';
import { startSim } from '../../src-sim/start-sim.ts';
import { systemClock } from '../lib/clock.ts';
import { discover, parseGdm } from './discovery.ts';
import { createProbe } from './probe.ts';

const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
});

const identity = { clientId: 'marquee-test', product: 'Marquee', version: '0', platform: 'test', deviceName: 'test' };
const probe = createProbe({ identity, clock: systemClock, timeoutMs: 1000 });

const start = async () => {
  const attic = await startSim({ name: 'attic' });
  const nas = await startSim({ name: 'nas', seed: 2, shelf: 'b' });
  const gdm = await startGdm({ servers: [attic, nas] });
  closes.push(
    () => attic.close(),
    () => nas.close(),
    () => gdm.close(),
  );
  const look = (here: string[] = [attic.uri]) =>
    discover({ here, gdm: { address: gdm.host, port: gdm.port } }, probe, systemClock);
  return { attic, nas, gdm, look };
};

test('one on this computer and one on the network, each once and by name', async () => {
  const { attic, nas, look } = await start();
  expect(await look()).toMatchObject([
    { id: attic.machineIdentifier, name: 'attic', uri: attic.uri, from: 'this-computer' },
    { id: nas.machineIdentifier, name: 'nas', uri: nas.uri, from: 'network' },
  ]);
});

test('whoever answers is given no token', async () => {
  const seen: string[] = [];
  const stranger = createServer(({ headers }, response) => {
    seen.push(...Object.keys(headers));
    response.end(JSON.stringify({ MediaContainer: { machineIdentifier: 'stranger', version: '1' } }));
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  closes.push(() => new Promise((resolve) => stranger.close(() => resolve())));
  const address = stranger.address();
  const port = typeof address === 'object' ? address?.port : null;
  expect(await probe(`http://127.0.0.1:${port}`)).toMatchObject({ kind: 'answered', id: 'stranger' });
  expect(seen).toContain('x-plex-client-identifier');
  expect(seen).not.toContain('x-plex-token');
});

test('silence finds nothing, and nothing fails', async () => {
  const { gdm, look } = await start();
  gdm.say(null);
  expect(await look(['http://127.0.0.1:9'])).toEqual([]);
});

test('junk on the network hides nobody on this computer', async () => {
  const { attic, gdm, look } = await start();
  gdm.say('HTTP/1.0 200 OK\r\nContent-Type: plex/media-server\r\nPort: 99999999\r\n');
  expect(await look()).toMatchObject([{ id: attic.machineIdentifier, name: null }]);
});

const answer = (lines: string[]) => ['HTTP/1.0 200 OK', ...lines].join('\r\n');
const whole = [
  'Content-Type: plex/media-server',
  'Name: my: attic',
  'Port: 32400',
  'Resource-Identifier: abc',
  'Version: 1.43',
];

test.each([
  [
    'a server',
    answer(whole),
    { id: 'abc', name: 'my: attic', version: '1.43', uri: 'http://192.0.2.7:32400', from: 'network' },
  ],
  ['a player', answer(whole.map((line) => line.replace('media-server', 'media-player'))), null],
  ['without an id', answer(whole.filter((line) => !line.startsWith('Resource'))), null],
  ['with a port that is none', answer(whole.map((line) => line.replace('32400', 'many'))), null],
  ['a question, not an answer', 'M-SEARCH * HTTP/1.1\r\n\r\n', null],
  ['nothing', '', null],
])('%s', (_name, text, found) => {
  expect(parseGdm(text, '192.0.2.7')).toEqual(found);
});
