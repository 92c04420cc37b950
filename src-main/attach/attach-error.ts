// Why a Marquee elsewhere cannot be shown here, in a sentence for the person who pasted its link.
import type { z } from 'zod';
import type { cannotAttachSchema } from '../../src-contract/problem.ts';

export type CannotAttach = z.infer<typeof cannotAttachSchema>;

export class AttachError extends Error {
  readonly why: CannotAttach | 'revoked';
  constructor(why: CannotAttach | 'revoked', text: string, options?: ErrorOptions) {
    super(text, options);
    this.name = 'AttachError';
    this.why = why;
  }
}
