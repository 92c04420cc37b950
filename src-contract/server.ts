// A Plex Media Server: what it is, what it can do, and whether we hear it.
import { z } from 'zod';
import { atMsSchema, idSchema } from './words.ts';

/*
  connecting ──▶ live ◀──▶ polling
      │            │          │
      └────────────┴────┬─────┘
                        ▼
        unreachable (tries again)   unauthorized (waits for a sign-in)   disabled (by the owner)
*/
export const serverStatusSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting') }),
  z.object({ kind: z.literal('live'), sinceMs: atMsSchema }),
  z.object({ kind: z.literal('polling'), sinceMs: atMsSchema, why: z.string() }),
  z.object({
    kind: z.literal('unreachable'),
    sinceMs: atMsSchema,
    nextTryAtMs: atMsSchema.nullable(),
    why: z.string(),
  }),
  z.object({ kind: z.literal('unauthorized'), sinceMs: atMsSchema, why: z.string() }),
  z.object({ kind: z.literal('disabled') }),
]);
export type ServerStatus = z.infer<typeof serverStatusSchema>;

/** Something the server is doing besides streaming: scanning, analysing, refreshing. */
export const activitySchema = z.object({
  uuid: z.string(),
  type: z.string(),
  title: z.string(),
  subtitle: z.string().nullable(),
  /** 0 to 100; null when Plex does not know. */
  progress: z.number().nullable(),
  cancellable: z.boolean(),
});
export type Activity = z.infer<typeof activitySchema>;

/** What `/` and `/identity` say. */
export const serverInfoSchema = z.object({
  id: idSchema,
  name: z.string(),
  version: z.string(),
  platform: z.string().nullable(),
  plexPass: z.boolean().nullable(),
  /** `session_kick` is among the owner's features; null when the server does not say. */
  canTerminate: z.boolean().nullable(),
  ownerName: z.string().nullable(),
});
export type ServerInfo = z.infer<typeof serverInfoSchema>;

/** The SHA-256 fingerprint of a certificate, as tools show it: `AB:CD:…`. */
export const fingerprintSchema = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, {
  message: 'a SHA-256 fingerprint such as AB:CD:…, 32 pairs of digits and capitals',
});

export const serverSchema = serverInfoSchema.omit({ ownerName: true }).extend({
  owned: z.boolean(),
  /** `environment`: PLEX_URL and PLEX_TOKEN say so, and only they can change it. */
  origin: z.enum(['environment', 'address', 'account']),
  /** The plex.tv account through which it was found; null for one that was given by its address. */
  accountId: idSchema.nullable(),
  /** Whether the owner wants it watched. */
  enabled: z.boolean(),
  /** The owner's exception: the one certificate that is taken from this server though nobody vouches for it; null: none. */
  trustedCertificate: fingerprintSchema.nullable(),
  /** The one that is used, and why this one; null while none was found. */
  connection: z
    .object({ uri: z.string(), local: z.boolean(), relay: z.boolean(), secure: z.boolean(), why: z.string() })
    .nullable(),
  status: serverStatusSchema,
  remoteAccess: z.boolean().nullable(),
  updateAvailable: z.string().nullable(),
  activities: z.array(activitySchema),
});
export type Server = z.infer<typeof serverSchema>;

/** Whether a server that fails again and again is being left alone for a moment (`open`). */
export const serverHealthSchema = z.object({
  serverId: idSchema,
  name: z.string(),
  status: serverStatusSchema,
  breaker: z.enum(['closed', 'open', 'half-open']),
});
export type ServerHealth = z.infer<typeof serverHealthSchema>;
