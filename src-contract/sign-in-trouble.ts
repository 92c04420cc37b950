// What may stand between us and plex.tv, or the owner's own authorization server. Each has its sentence, and its way back, in `text/words-sign-in.ts`.
import { z } from 'zod';
import { atMsSchema } from './words.ts';

/** Whom it is about where that is not plex.tv: the host of the owner's authorization server. */
const at = z.string().optional();

export const signInTroubleSchema = z.discriminatedUnion('kind', [
  /** Nothing answers: no network, no name, or a proxy in the way. */
  z.object({ kind: z.literal('no-network'), at }),
  /** It answers with failures, or is left alone for a moment after many of them. */
  z.object({ kind: z.literal('not-answering'), at }),
  z.object({ kind: z.literal('rate-limited'), at, nextTryAtMs: atMsSchema }),
  /** The clock of this machine is so far ahead (or, below zero, behind) that a signature is not taken. */
  z.object({ kind: z.literal('clock'), aheadMs: z.number() }),
  z.object({ kind: z.literal('refused'), at, status: z.number().int().nullable() }),
  /** Signed in, but it cannot be kept: a full disk, or a folder that is read-only. */
  z.object({ kind: z.literal('not-kept') }),
]);
export type SignInTrouble = z.infer<typeof signInTroubleSchema>;
