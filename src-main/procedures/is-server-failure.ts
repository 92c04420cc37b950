// Tells a Plex server that did not do its part from a bug of ours, by the `kind` that the plex room's errors carry.
import { z } from 'zod';

const failureSchema = z.object({
  kind: z.enum([
    'unreachable',
    'timeout',
    'certificate',
    'certificate-changed',
    'rate-limited',
    'server-error',
    'bad-answer',
    'breaker-open',
  ]),
});

export const isServerFailure = (error: unknown): boolean => failureSchema.safeParse(error).success;
