// What a person reads when a call failed: the problem's own sentence, or that it did not get through.
import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { NotConnectedError } from './live-store.ts';

export function describeProblem(error: Error): string {
  if (error instanceof NotConnectedError) return 'Marquee is not answering just now. Try again in a moment.';
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error.message;
  return 'That did not work. Marquee’s log says more.';
}

const invalidSchema = z.object({ fields: z.array(z.object({ field: z.string(), expected: z.string() })) });

/** What is wrong with a field of what was sent; null when nothing is. */
export function describeField(error: Error | null, field: string): string | null {
  if (!(error instanceof ORPCError) || error.code !== 'INVALID_INPUT') return null;
  const data = invalidSchema.safeParse(error.data);
  const found = data.success ? data.data.fields.find((one) => one.field === field) : undefined;
  return found === undefined ? null : `Expected ${found.expected}`;
}
