// A table of routes: method, path pattern, and what answers it.
import type { Answer } from './answer.ts';
import type { Ask } from './ask.ts';

export type Route = {
  methods: readonly string[];
  pattern: RegExp;
  /** `owner`: 403 for any other token. `open`: no token needed. */
  access: 'open' | 'token' | 'owner';
  run: (ask: Ask, parts: readonly string[]) => Answer;
};

/** `{}` in the pattern stands for one path segment. */
export function route(spec: string, run: Route['run'], access: Route['access'] = 'token'): Route {
  const [methods = 'GET', path = '/'] = spec.split(' ');
  const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '([^/]+)');
  return { methods: methods.split('|'), pattern: new RegExp(`^${source}/?$`), access, run };
}
