// What the reading thread and the importer tell each other.
import { z } from 'zod';
import { importSourceSchema } from '../../../src-contract/import.ts';

export const orderSchema = z.object({
  source: importSourceSchema,
  /** A folder of our own, for the copy of the file and the parts. */
  dir: z.string(),
  /** Whose plays these are, where the owner said so. */
  serverId: z.string().nullable(),
  /** Rows from this number on; the newest that was dealt with before. */
  after: z.number(),
  /** Of a running Tautulli: only what was played from about then on; all before that is here. */
  fromMs: z.number().nullable(),
  /** How the plays of Tautulli's admin are told here; null: by his own id. By server. */
  owners: z.record(z.string(), z.string()),
});
export type Order = z.infer<typeof orderSchema>;

/** When Tautulli calls something watched, in its own settings; percents are of the duration. */
const watchedRuleSchema = z.object({ movie: z.number(), episode: z.number(), track: z.number(), marker: z.number() });
export type WatchedRule = z.infer<typeof watchedRuleSchema>;

export const headSchema = z.object({
  kind: z.literal('head'),
  name: z.string(),
  version: z.string().nullable(),
  serverId: z.string().nullable(),
  serverName: z.string().nullable(),
  total: z.number(),
  remarks: z.array(z.string()),
  /** `told` is Tautulli's own id of this person; `id` and `name` are what he has here. */
  users: z.array(
    z.object({
      told: z.string(),
      id: z.string(),
      name: z.string(),
      friendlyName: z.string().nullable(),
      thumb: z.string().nullable(),
    }),
  ),
  sections: z.array(z.object({ id: z.string(), title: z.string() })),
  watched: watchedRuleSchema,
});
export type Head = z.infer<typeof headSchema>;

export const partSchema = z.object({
  kind: z.literal('part'),
  /** Its rows as lines. */
  path: z.string(),
  rows: z.number(),
  lastRowId: z.number(),
});
export type Part = z.infer<typeof partSchema>;

export const saidSchema = z.discriminatedUnion('kind', [
  headSchema,
  partSchema,
  z.object({ kind: z.literal('end') }),
  /** `message` is for the owner. */
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
