// What stands in the way of watching a server, in a way that its owner can act on.
import type { z } from 'zod';
import { problems } from '../../src-contract/problem.ts';

type DataOf = {
  CANNOT_CONNECT: z.infer<typeof problems.CANNOT_CONNECT.data>;
  ALREADY_WATCHED: z.infer<typeof problems.ALREADY_WATCHED.data>;
  UNKNOWN_SERVER: null;
  UNKNOWN_ACCOUNT: null;
  PLEX_TV_FAILED: z.infer<typeof problems.PLEX_TV_FAILED.data>;
  SERVER_FROM_ENVIRONMENT: null;
  STILL_WATCHED: null;
  HISTORY_UNAVAILABLE: null;
};
type Code = keyof DataOf;

export class ServerProblem extends Error {
  readonly kind: Code;
  readonly data: DataOf[Code];

  constructor(kind: Code, data: DataOf[Code] = null, message: string = problems[kind].message) {
    super(message);
    this.name = 'ServerProblem';
    this.kind = kind;
    this.data = data;
  }
}
