import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { limitPeers } from './limit-peers.ts';

// Elsewhere this machine has no second address to come from.
test.runIf(process.platform === 'linux')('who holds all that one may hold keeps nobody else out', async () => {
  const server = createServer((_request, response) => response.end('here'));
  limitPeers(server, 3);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const ask = (localAddress: string) =>
    new Promise<number | string>((resolve) => {
      const asking = request({ host: '127.0.0.1', port, localAddress, agent: false }, (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      });
      asking.once('error', () => resolve('closed'));
      asking.end();
    });
  const dawdle = async (): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.1' });
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const dawdlers = await Promise.all([dawdle(), dawdle(), dawdle()]);
  onTestFinished(() => dawdlers.forEach((socket) => socket.destroy()));
  expect(await ask('127.0.0.1')).toBe('closed');
  expect(await ask('127.0.0.2')).toBe(200);
  const [first] = dawdlers;
  first?.destroy();
  await expect.poll(() => ask('127.0.0.1'), { timeout: 45_000 }).toBe(200);
});
