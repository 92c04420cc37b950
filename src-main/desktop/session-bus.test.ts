// The question to the desktop's bus, where the one that answers is not what it should be. A real bus answers in the stories of the tray.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isOnBus, parseBusAddress } from './session-bus.ts';

describe('the address of the bus', () => {
  it.each([
    ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
    ['unix:path=/tmp/dbus-x%20y,guid=1234', '/tmp/dbus-x y'],
    ['unix:abstract=/tmp/dbus-abc,guid=12', '\0/tmp/dbus-abc'],
    ['tcp:host=localhost,port=1;unix:path=/bus', '/bus'],
    ['tcp:host=localhost,port=1', null],
    ['', null],
  ])('%j is at %j', (address, path) => expect(parseBusAddress(address)).toBe(path));
});

const serveBus = async (answer: string | null) => {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-bus-'));
  const path = join(folder, 'bus');
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => answer !== null && socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return `unix:path=${path}`;
};

it.each([
  ['refuses us', 'REJECTED EXTERNAL\r\n'],
  ['speaks another language', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['says nothing', null],
  [
    'lets us in and then talks nonsense',
    'OK 1234\r\n\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001',
  ],
])('a bus that %s is no answer', async (_what, answer) => {
  expect(await isOnBus('org.example.Tray', await serveBus(answer), 200)).toBeNull();
});

it('a bus that is not there is no answer', async () => {
  expect(await isOnBus('org.example.Tray', 'unix:path=/nowhere/bus')).toBeNull();
});
