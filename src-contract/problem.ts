// Problems: what went wrong in a way that a person can act on. Declared as typed errors on every procedure they concern.
import { z } from 'zod';

/** The code is stable; `message` is for a person. In REST they become RFC 9457 `application/problem+json`. */
export const problems = {
  UNKNOWN_SESSION: { status: 404, message: 'This session is not playing any more.' },
  UNKNOWN_SERVER: { status: 404, message: 'No such server is watched here.' },
  UNKNOWN_PLAY: { status: 404, message: 'No such play is in the history.' },
  SERVER_UNREACHABLE: {
    status: 503,
    message: 'The server is not answering.',
    data: z.object({ serverId: z.string(), nextTryAtMs: z.number().nullable() }),
  },
  HISTORY_UNAVAILABLE: { status: 503, message: 'The history cannot be read at the moment.' },
  SIGN_IN_LINK_USED: { status: 401, message: 'This sign-in link was used already or is older than ten minutes.' },
} as const;
