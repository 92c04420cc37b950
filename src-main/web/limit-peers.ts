// How many connections one address may hold at a time; a further one is closed before it is heard.
import type { Server } from 'node:http';

export const limitPeers = (server: Server, most: number): void => {
  const held = new Map<string, number>();
  server.on('connection', (socket) => {
    const peer = socket.remoteAddress ?? '';
    const count = (held.get(peer) ?? 0) + 1;
    held.set(peer, count);
    socket.once('close', () => {
      const left = (held.get(peer) ?? 0) - 1;
      if (left > 0) held.set(peer, left);
      else held.delete(peer);
    });
    if (count > most) socket.destroy();
  });
};
