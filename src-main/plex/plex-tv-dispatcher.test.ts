// The owner's HTTP proxy: on the way to plex.tv always, to this machine never.
import { createServer } from 'node:http';
import { request } from 'undici';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toDispatcher } from './plex-tv-dispatcher.ts';

let asked: string[] = [];
let proxy = '';
let closers: (() => unknown)[] = [];
beforeEach(async () => {
  asked = [];
  const server = createServer((_, response) => void response.end('{}'));
  // It lets nobody through, and so names whom it was asked for.
  server.on('connect', ({ url, headers }, socket) => {
    asked.push(`${url} ${headers['proxy-authorization'] ?? ''}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  proxy = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  closers = [() => new Promise((resolve) => server.close(resolve))];
});
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
});
const ask = async (url: string, through: string | null) => {
  const dispatcher = toDispatcher(url, through);
  closers.push(() => dispatcher.destroy());
  return request(url, { dispatcher });
};

it('is asked for plex.tv, with its own name and password', async () => {
  await expect(ask('https://plex.tv/api/v2/ping', `http://me:secret@${proxy}`)).rejects.toThrow(/proxy/i);
  expect(asked).toEqual([`plex.tv:443 Basic ${Buffer.from('me:secret').toString('base64')}`]);
});

it('is not asked for what is on this machine', async () => {
  expect((await ask(`http://${proxy}/`, 'http://127.0.0.1:1')).statusCode).toBe(200);
  expect(asked).toEqual([]);
});
