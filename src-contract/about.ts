// About this Marquee: its versions, where its data lies, and a report for those who help, without anything private.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { mouthHealthSchema } from './live.ts';
import { ownerSettingsSchema } from './settings.ts';
import { atMsSchema } from './words.ts';

const text = z.string().nullable();

export const aboutSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'headless']),
  startedAtMs: atMsSchema,
  node: z.string(),
  electron: text,
  /** Such as `linux 6.8 x64`. */
  system: z.string(),
  dataDir: z.string(),
  logFile: z.string(),
  /** Null where there is no history. */
  historyBytes: z.number().nullable(),
  /** False: ENABLE_PLEX_SYNC says that no server is watched, whichever are known. */
  directWatching: z.boolean(),
  /** Where a settings file went that could not be read when Marquee started. */
  settingsSetAside: text,
});
export type About = z.infer<typeof aboutSchema>;

/** No token, no key, no address, and nobody's name: those read `server-1`, `person-2`, `(address)`. */
export const diagnosticsSchema = z.object({
  madeAtMs: atMsSchema,
  about: aboutSchema,
  /** Secrets only say whether they are set. */
  settings: z.array(z.object({ name: z.string(), value: text, from: text })),
  owner: ownerSettingsSchema.omit({ notifications: true, backups: true }),
  servers: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      platform: text,
      owned: z.boolean(),
      plexPass: z.boolean().nullable(),
      status: z.string(),
      why: text,
      connection: z.object({ local: z.boolean(), relay: z.boolean(), secure: z.boolean() }).nullable(),
      breaker: text,
      sessions: z.number().int(),
    }),
  ),
  health: z.array(mouthHealthSchema),
  plays: z.number().int().nullable(),
  /** The last lines of the log. */
  log: z.array(z.string()),
});
export type Diagnostics = z.infer<typeof diagnosticsSchema>;

export const aboutContract = {
  get: oc
    .route({ method: 'GET', path: '/about', summary: 'The versions of Marquee, and where its data lies' })
    .output(aboutSchema),
  diagnostics: oc
    .route({
      method: 'GET',
      path: '/about/diagnostics',
      summary: 'A report for those who help, with nothing private in it',
    })
    .output(diagnosticsSchema),
};
