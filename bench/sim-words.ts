// What the bench and its simulated server say to each other over the pipe between their processes.
import { z } from 'zod';

export const commandSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    item: z.string().optional(),
    user: z.string().optional(),
    how: z.enum(['direct', 'audio', 'hd720']).optional(),
    /** A player that plays on when it is told to stop. */
    stubborn: z.boolean().optional(),
  }),
  z.object({ kind: z.enum(['pause', 'resume', 'stop', 'vanish']), sessionKey: z.string() }),
  z.object({ kind: z.literal('usage') }),
]);
export type Command = z.infer<typeof commandSchema>;

export const readySchema = z.object({ uri: z.string(), token: z.string() });

export const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    sessionKey: z.string(),
    frameAtMs: z.number(),
    cpuMs: z.number(),
    frames: z.number(),
  }),
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;
