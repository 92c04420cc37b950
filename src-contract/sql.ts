// The SQL console: questions to a copy of the history, which can read that copy and nothing else.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { playFilterShape } from './play-filter.ts';
import { problems } from './problem.ts';
import { atMsSchema } from './words.ts';

export const sqlLimits = { seconds: 10, memoryMb: 256, rows: 10_000, characters: 20_000 } as const;

export const sqlViewSchema = z.object({
  name: z.string(),
  says: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string(), says: z.string() })),
});
export type SqlView = z.infer<typeof sqlViewSchema>;

export const sqlCellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type SqlCell = z.infer<typeof sqlCellSchema>;

export const sqlAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(sqlCellSchema)),
    /** There were more rows, or longer ones, than are shown. */
    truncated: z.boolean(),
    tookMs: z.number(),
    /** How old what was asked is. */
    copiedAtMs: atMsSchema,
  }),
  z.object({
    kind: z.literal('failed'),
    why: z.enum(['sql', 'not-a-question', 'time', 'memory', 'broken']),
    /** For a person. */
    says: z.string(),
  }),
]);
export type SqlAnswer = z.infer<typeof sqlAnswerSchema>;

export const sqlCopySchema = z.object({ copiedAtMs: atMsSchema, bytes: z.number().int() });
export type SqlCopy = z.infer<typeof sqlCopySchema>;

const { HISTORY_UNAVAILABLE, INVALID_INPUT } = problems;

export const sqlContract = {
  views: oc
    .route({ method: 'GET', path: '/sql/views', summary: 'What can be asked in SQL: each view with its columns' })
    .output(z.array(sqlViewSchema)),
  run: oc
    .route({ method: 'POST', path: '/sql', summary: 'Ask a copy of the history in SQL; only SELECT, within limits' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(
      z.strictObject({
        sql: z.string().trim().min(1).max(sqlLimits.characters),
        /** In which moments are shown. */
        zone: playFilterShape.zone,
      }),
    )
    .output(sqlAnswerSchema),
  renew: oc
    .route({ method: 'POST', path: '/sql/copy', summary: 'Take a new copy of the history to ask' })
    .errors({ HISTORY_UNAVAILABLE })
    .output(sqlCopySchema),
};
