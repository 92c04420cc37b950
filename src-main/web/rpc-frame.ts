// Whether a text frame is one that a window may send: a call, or the end of a call. Anything else never reaches oRPC.
import { z } from 'zod';

/** The message types of oRPC's peer protocol (`@orpc/standard-server-peer`, `MessageType`) that a window has use for. */
const REQUEST = 1;
const ABORT_SIGNAL = 4;

const frameSchema = z.union([
  z.object({ i: z.string(), t: z.literal(ABORT_SIGNAL) }),
  z.object({
    i: z.string(),
    t: z.literal(REQUEST).optional(),
    p: z.object({
      u: z.string().startsWith('/'),
      m: z.string().optional(),
      b: z.unknown().optional(),
      // No procedure takes a file, a form or a stream, which these headers would announce.
      h: z
        .looseObject({ 'content-type': z.never().optional(), 'content-disposition': z.never().optional() })
        .optional(),
    }),
  }),
]);

const parseJson = (data: unknown): unknown => {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    // Not JSON: no frame.
    return undefined;
  }
};

/** `data` of a binary frame is not a string, and no frame of ours is binary. */
export const isReadableFrame = (data: unknown): boolean => frameSchema.safeParse(parseJson(data)).success;
