// What the console's process is told, and what it says.
import { z } from 'zod';
import { sqlCellSchema } from '../../src-contract/sql.ts';

export const jobSchema = z.object({
  database: z.string(),
  sql: z.string(),
  zone: z.string(),
  seconds: z.number(),
  memoryMb: z.number(),
  rows: z.number(),
  /** The file that takes its outcome: the desktop loses what a process says as it goes. */
  answerTo: z.string(),
});
export type Job = z.infer<typeof jobSchema>;
export type Question = Omit<Job, 'answerTo'>;

export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(sqlCellSchema)),
    truncated: z.boolean(),
  }),
  z.object({ kind: z.literal('failed'), why: z.enum(['sql', 'not-a-question', 'memory']), says: z.string() }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;
