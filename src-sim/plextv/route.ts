// A route of plex.tv, and the checks that most of them begin with.
import { failure, troubles, type Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import type { State, Token } from './state.ts';

export type Route = { method: string; path: RegExp; run: (ask: Ask, parts: readonly string[]) => Answer };

/** `{}` stands for one path segment. */
export function route(spec: string, run: Route['run']): Route {
  const [method = 'GET', path = '/'] = spec.split(' ');
  return { method, path: new RegExp(`^${path.replaceAll('{}', '([^/]+)')}/?$`), run };
}

export const withIdentifier =
  (run: (ask: Ask, identifier: string, parts: readonly string[]) => Answer, status = 400): Route['run'] =>
  (ask, parts) => {
    const identifier = ask.plex('Client-Identifier');
    if (identifier === null || identifier === '') return failure({ ...troubles.noIdentifier, status }, ask.accept);
    return run(ask, identifier, parts);
  };

export const withAccount =
  (state: State, run: (ask: Ask, token: Token) => Answer): Route['run'] =>
  (ask) => {
    const { token, end } = state.judge(ask.plex('Token'));
    if (end === 'expired') return failure({ ...troubles.expired, status: state.settings.expiredStatus }, ask.accept);
    if (token === null || end !== null) return failure(troubles.notAuthenticated, ask.accept);
    return run(ask, token);
  };
