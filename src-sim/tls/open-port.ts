// Opens a server's port. With a certificate it speaks HTTP and HTTPS on the same one, as Plex does.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOn, portOf } from '../listening.ts';
import type { Certificate } from './certificates.ts';

export type OpenPort = { port: number; close: () => Promise<void> };

/** The first byte of everybody who wants to speak TLS. */
const handshake = 22;

export async function openPort(options: {
  port: number;
  host: string;
  certificate: Certificate | null;
  request: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, stream: Duplex, head: Buffer) => void;
}): Promise<OpenPort> {
  const { port, host, certificate } = options;
  const prepared = (server: Server): Server => {
    server.on('upgrade', options.upgrade);
    server.keepAliveTimeout = 20_000;
    return server;
  };
  const plain = prepared(createServer(options.request));
  if (certificate === null) {
    await listenOn(plain, port, host);
    return { port: portOf(plain), close: () => shut(plain, [plain]) };
  }
  const secure = prepared(createSecureServer(certificate, options.request));
  const waiting = new Set<Socket>();
  const either = createTcpServer({ noDelay: true }, (socket) => {
    waiting.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => waiting.delete(socket));
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === handshake ? secure : plain).emit('connection', socket);
      if (first[0] !== handshake) socket.resume();
    });
  });
  await listenOn(either, port, host);
  return {
    port: portOf(either),
    close: async () => {
      const closed = shut(either, [plain, secure]);
      for (const socket of waiting) socket.destroy();
      await closed;
    },
  };
}

async function shut(listening: TcpServer, serving: readonly Server[]): Promise<void> {
  const closed = new Promise<void>((resolve) => listening.close(() => resolve()));
  for (const server of serving) server.closeAllConnections();
  await closed;
}
