// What a Plex client threw, as a failure that can be decided upon. Its errors carry a `kind`; anything else is a bug of ours.
import { type Failure } from './input.ts';

const read = (thrown: unknown, key: string): unknown =>
  typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, key) : undefined;

export const toFailure = (thrown: unknown): Failure => {
  const kind = read(thrown, 'kind');
  const message = read(thrown, 'message');
  const retryAfterMs = read(thrown, 'retryAfterMs');
  return {
    kind: typeof kind === 'string' ? kind : 'bug',
    text: typeof message === 'string' ? message : String(thrown),
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
  };
};
