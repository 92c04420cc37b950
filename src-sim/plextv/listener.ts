// The HTTP side of plex.tv: faults and limits first, then the route; every request is written down.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../faults.ts';
import type { RequestLog } from '../request-log.ts';
import { failure, troubles, type Answer } from './answer.ts';
import { readAsk, type Ask } from './ask.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Route } from './route.ts';

export function createListener(options: {
  routes: readonly Route[];
  faults: Faults;
  limits: RateLimits;
  log: RequestLog;
  now: () => number;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const { routes, faults, limits, log, now } = options;

  const answer = (ask: Ask): Answer => {
    const waitS = limits.hit(`${ask.method} ${ask.path}`, ask.plex('Client-Identifier') ?? '', now());
    if (waitS !== null) return failure({ ...troubles.tooMany, retryAfterS: waitS }, ask.accept);
    for (const { method, path, run } of routes) {
      const match = method === ask.method ? path.exec(ask.path) : null;
      if (match !== null) return run(ask, match.slice(1));
    }
    return failure(troubles.notFound, ask.accept);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const noted = log.note({ method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers });
    const ask = await readAsk(request);
    const send = (made: Answer): void => {
      noted.status = made.status;
      // Its clock can be wrong, and says so.
      const date = new Date(now()).toUTCString();
      response.writeHead(made.status, { Date: date, 'Content-Length': Buffer.byteLength(made.body), ...made.headers });
      response.end(made.body);
    };
    const fault = faults.hit(ask.path, ask.method);
    if (fault === null) return send(answer(ask));
    if (fault.kind === 'hang') return undefined;
    if (fault.kind === 'drop') return void request.socket.destroy();
    if (fault.kind === 'status') {
      const { status, retryAfterS } = fault;
      const { code, message } = status === 429 ? troubles.tooMany : { code: 1999, message: 'Something went wrong' };
      return send(failure({ status, code, message, retryAfterS }, ask.accept));
    }
    if (fault.kind === 'slow') return void setTimeout(() => send(answer(ask)), fault.delayMs);
    const made = answer(ask);
    if (fault.kind === 'body') return send({ ...made, status: 200, body: fault.body });
    noted.status = made.status;
    response.writeHead(made.status, { ...made.headers, 'Content-Length': Buffer.byteLength(made.body) });
    return void response.write(made.body.slice(0, made.body.length / 2), () => request.socket.destroy());
  };
  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A bug of the simulator, or a caller that went away in the middle.
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error));
    });
  };
}
