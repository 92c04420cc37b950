// The HTTP side of the server: finds the route, checks the token, lets faults spoil the answer, writes it down.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access } from '../access.ts';
import type { Faults } from '../faults.ts';
import type { RequestLog } from '../request-log.ts';
import { failure, type Answer } from './answer.ts';
import { parseAsk, type Ask } from './ask.ts';
import type { Route } from './route.ts';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export function createListener(options: {
  access: Access;
  routes: readonly Route[];
  faults: Faults;
  log: RequestLog;
  settle(): void;
}): Listener {
  const { access, routes, faults, log } = options;

  const answer = (ask: Ask): Answer => {
    const matching = routes
      .map((route) => ({ route, match: route.pattern.exec(ask.path) }))
      .filter(({ match }) => match !== null);
    const found = matching.find(
      ({ route }) => route.methods.includes(ask.method) || (ask.method === 'HEAD' && route.methods.includes('GET')),
    );
    if (ask.who === 'nobody' && found?.route.access !== 'open') return failure(401);
    if (found === undefined) return failure(404);
    if (found.route.access === 'owner' && ask.who !== 'owner') return failure(access.guestStatus);
    return found.route.run(ask, found.match?.slice(1) ?? []);
  };

  return (request, response) => {
    options.settle();
    const noted = log.note({ method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers });
    request.resume();
    const ask = parseAsk(request, access);
    const send = (made: Answer): void => {
      noted.status = made.status;
      response.writeHead(made.status, { ...made.headers, 'Content-Length': String(made.body.length) });
      response.end(ask.method === 'HEAD' ? undefined : made.body);
    };
    const fault = faults.hit(ask.path, ask.method);
    if (fault === null) return send(answer(ask));
    if (fault.kind === 'hang') return undefined;
    if (fault.kind === 'drop') return void request.socket.destroy();
    if (fault.kind === 'status') {
      return send(
        failure(fault.status, fault.retryAfterS === undefined ? {} : { 'Retry-After': String(fault.retryAfterS) }),
      );
    }
    if (fault.kind === 'slow') {
      setTimeout(() => send(answer(ask)), fault.delayMs);
      return undefined;
    }
    const made = answer(ask);
    if (fault.kind === 'body') return send({ ...made, body: Buffer.from(fault.body) });
    noted.status = made.status;
    response.writeHead(made.status, { ...made.headers, 'Content-Length': String(made.body.length) });
    response.write(made.body.subarray(0, Math.floor(made.body.length / 2)), () => request.socket.destroy());
    return undefined;
  };
}
