// The notification socket and its EventSource twin: every frame to everyone who listens, and a ping at least every ten seconds.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Access } from './access.ts';
import type { Faults } from './faults.ts';
import { toEnvelope, type Frame, type Frames } from './frames.ts';
import { failure } from './http/answer.ts';
import { parseAsk } from './http/ask.ts';
import type { RequestLog } from './request-log.ts';

const pingEveryMs = 8000;
const socketPath = /^\/:\/websockets?\/notifications\/?$/;
export const eventSourcePath = /^\/:\/eventsource\/notifications\/?$/;

export type Socket = {
  upgrade: (request: IncomingMessage, stream: Duplex, head: Buffer) => void;
  eventSource: (request: IncomingMessage, response: ServerResponse) => void;
  inject: (text: string) => void;
  /** Ends every connection: politely with a close frame, or by cutting the line. */
  drop: (how: 'close' | 'cut') => void;
  listeners: () => number;
  close: () => void;
};

type Wants = (type: string) => boolean;

export function createSocket(options: {
  access: Access;
  frames: Frames;
  faults: Faults;
  log: RequestLog;
  settle: () => void;
}): Socket {
  const { access, frames, faults, log } = options;
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sockets = new Map<WebSocket, Wants>();
  const sources = new Map<ServerResponse, Wants>();
  const hung = new Set<Duplex>();

  const unlisten = frames.listen((frame: Frame) => {
    if (faults.silent) return;
    if (sockets.size > 0) {
      const text = toEnvelope(frame);
      for (const [socket, wants] of sockets) if (wants(frame.type)) socket.send(text);
    }
    for (const [response, wants] of sources) {
      if (!wants(frame.type)) continue;
      // No envelope here, and one object at a time.
      for (const one of frame.elements)
        response.write(`event: ${frame.type}\ndata: ${JSON.stringify({ [frame.key]: one })}\n\n`);
    }
  });

  const pings = setInterval(() => {
    if (faults.silent) return;
    for (const socket of sockets.keys()) socket.ping();
    for (const response of sources.keys()) response.write('event: ping\ndata: {}\n\n');
  }, pingEveryMs);
  pings.unref();

  const drop = (how: 'close' | 'cut'): void => {
    for (const socket of sockets.keys()) {
      if (how === 'close') socket.close(1000);
      else socket.terminate();
    }
    for (const one of [...sources.keys(), ...hung]) one.destroy();
    sockets.clear();
    sources.clear();
  };

  return {
    upgrade: (request, stream, head) => {
      options.settle();
      const noted = log.note({ method: 'GET', url: request.url ?? '/', headers: request.headers });
      const refuse = (status: number): void => {
        noted.status = status;
        const { body, headers } = failure(status);
        stream.end(
          `HTTP/1.1 ${status} \r\nContent-Type: ${headers['Content-Type']}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body.toString()}`,
        );
      };
      const ask = parseAsk(request, access);
      if (faults.refuseUpgrade === 'hang') {
        hung.add(stream);
        return void stream.on('error', () => undefined).on('close', () => hung.delete(stream));
      }
      if (faults.refuseUpgrade !== null) return refuse(faults.refuseUpgrade);
      if (!socketPath.test(ask.path)) return refuse(404);
      if (ask.who === 'nobody') return refuse(401);
      return server.handleUpgrade(request, stream, head, (socket) => {
        noted.status = 101;
        sockets.set(socket, filterOf(ask.query));
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => sockets.delete(socket));
      });
    },
    eventSource: (request, response) => {
      const ask = parseAsk(request, access);
      const noted = log.note({ method: 'GET', url: request.url ?? '/', headers: request.headers });
      if (ask.who === 'nobody') {
        noted.status = 401;
        const { body, headers } = failure(401);
        response.writeHead(401, headers).end(body);
        return;
      }
      noted.status = 200;
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.flushHeaders();
      sources.set(response, filterOf(ask.query));
      response.on('close', () => sources.delete(response));
    },
    inject: (text) => {
      for (const socket of sockets.keys()) socket.send(text);
    },
    drop,
    listeners: () => sockets.size + sources.size,
    close: () => {
      unlisten();
      clearInterval(pings);
      drop('cut');
      server.close();
    },
  };
}

/** `filters=playing,timeline` or `filters=-log`; without it everything but the log. */
function filterOf(query: URLSearchParams): Wants {
  const names = (query.get('filters') ?? query.get('filter') ?? '').split(',').filter((name) => name !== '');
  const only = names.filter((name) => !name.startsWith('-'));
  const never = names.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  return (type) => !never.includes(type) && (only.length === 0 ? type !== 'log' : only.includes(type));
}
