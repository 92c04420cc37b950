// Serves the contract over a WebSocket at /rpc: the window's line to Marquee.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Router } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Contract } from '../../src-contract/contract.ts';
import type { WebProblemCode } from '../../src-contract/problem.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { withoutBasePath } from './base-path.ts';
import { endWithProblem } from './end-with-problem.ts';
import { isReadableFrame } from './rpc-frame.ts';
import { describeProblem } from './to-problem.ts';

/** The router that is served; it needs nothing from a request. */
export type ServedRouter = Router<Contract, Record<never, never>>;

export type RpcSocketOptions = {
  server: Server;
  basePath: string;
  router: ServedRouter;
  /** Why this request may not open a socket, or null when it may. */
  refuse: (request: IncomingMessage) => WebProblemCode | null;
  clock: Clock;
  log: Log;
  limits: { payloadBytes: number; sockets: number; heartbeatMs: number; closeMs: number };
};

const PATH = '/rpc';
const CLOSE = { goingAway: 1001, badFrame: 1007 } as const;

export const createRpcSocket = ({ server, basePath, router, refuse, clock, log, limits }: RpcSocketOptions) => {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.payloadBytes, perMessageDeflate: false });
  const alive = new WeakSet<WebSocket>();
  let closing: Promise<void> | undefined;

  const serve = (socket: WebSocket): void => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', (error) =>
      log.debug('A window sent something that is not WebSocket', { reason: error.message }),
    );
    void handler.upgrade({
      // oRPC waits for this promise before it asks for the next message, so a slow window cannot make us hoard.
      // oxlint-disable-next-line typescript/no-misused-promises
      send: (data: string | ArrayBufferView | ArrayBufferLike) =>
        new Promise<void>((resolve) => socket.send(data, () => resolve())),
      addEventListener: (kind, listener) =>
        socket.addEventListener(kind, (event) => {
          if (!('data' in event) || isReadableFrame(event.data)) {
            return typeof listener === 'function' ? listener(event) : listener.handleEvent(event);
          }
          log.debug('A window sent a frame that cannot be read');
          socket.close(CLOSE.badFrame, 'This frame cannot be read.');
        }),
    });
  };

  const whyNot = (request: IncomingMessage, isOurs: boolean): WebProblemCode | null => {
    const code = refuse(request);
    if (code !== null) return code;
    if (!isOurs) return 'NOT_FOUND';
    return closing || sockets.clients.size >= limits.sockets ? 'BUSY' : null;
  };

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', (error) => log.debug('A socket broke while it was opened', { reason: error.message }));
    const isOurs = withoutBasePath(request.url ?? '', basePath).split('?')[0] === PATH;
    const code = whyNot(request, isOurs);
    const status = code === null ? 101 : describeProblem(code).status;
    log.debug('request', { route: isOurs ? PATH : null, method: request.method, status });
    if (code !== null) endWithProblem(socket, code);
    else sockets.handleUpgrade(request, socket, head, serve);
  };

  /** A window that did not answer the last ping is gone, whatever the network says. */
  const beat = (): void => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
    cancelBeat = clock.after(limits.heartbeatMs, beat);
  };
  let cancelBeat = clock.after(limits.heartbeatMs, beat);
  server.on('upgrade', onUpgrade);

  const closeAll = async (): Promise<void> => {
    cancelBeat();
    const open = [...sockets.clients];
    const closed = Promise.all(
      open.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))),
    );
    for (const socket of open) socket.close(CLOSE.goingAway, 'Marquee is closing.');
    const cancelPatience = clock.after(limits.closeMs, () => open.forEach((socket) => socket.terminate()));
    await closed;
    cancelPatience();
    sockets.close();
  };

  return {
    /** Says goodbye to every window, and cuts off those that do not answer in time. */
    close: (): Promise<void> => (closing ??= closeAll()),
  };
};
