// The wall: every procedure with its input, output, errors and REST route. To add one: here, its procedure, its caller.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { aboutContract } from './about.ts';
import { accessContract } from './access.ts';
import { accountsContract, signInContract } from './auth.ts';
import { backupsContract } from './backup.ts';
import { chartsContract } from './chart.ts';
import { cancelOutcomeSchema, stopOutcomeSchema, toldSchema } from './event.ts';
import { demoContract } from './demo.ts';
import { desktopContract } from './desktop.ts';
import { gapsContract } from './gap.ts';
import { historyContract } from './history.ts';
import { backfillContract, importsContract, tautulliContract } from './import.ts';
import { itemsContract } from './item.ts';
import { librariesContract } from './library.ts';
import { liveMessageSchema, mouthHealthSchema, newsSchema, snapshotSchema } from './live.ts';
import { usersContract } from './people.ts';
import { plexContract } from './plex.ts';
import { problems } from './problem.ts';
import { publishingContract } from './publishing.ts';
import { serverHealthSchema } from './server.ts';
import { serversContract } from './servers.ts';
import { sessionSchema } from './session.ts';
import { ownerSettingsSchema, settingsChangeSchema, settingsPageSchema } from './settings.ts';
import { sqlContract } from './sql.ts';
import { adviceContract, transcodesContract } from './transcodes.ts';
import { webhooksContract } from './webhooks.ts';
import { idSchema } from './words.ts';

/** What Plex shows on the viewer's screen; Plex itself sets no limit that is documented, a screen does. */
const messageSchema = z.string().trim().max(500);

const { SETTINGS_NOT_KEPT, UNKNOWN_SESSION, SERVER_UNREACHABLE, INVALID_INPUT } = problems;

export const contract = {
  live: {
    watch: oc.output(eventIterator(liveMessageSchema)),
    /** For notifications: only what becomes known while one listens. */
    news: oc.output(eventIterator(newsSchema)),
    snapshot: oc
      .route({ method: 'GET', path: '/live', summary: 'Servers, sessions and health at this moment' })
      .output(snapshotSchema),
  },
  sessions: {
    list: oc
      .route({ method: 'GET', path: '/sessions', summary: 'Who is watching what now' })
      .errors({ INVALID_INPUT })
      .input(z.strictObject({ server: idSchema.optional() }))
      .output(z.array(sessionSchema)),
    stop: oc
      .route({ method: 'POST', path: '/sessions/{sessionId}/stop', summary: 'End a stream, with a message' })
      .errors({ UNKNOWN_SESSION, SERVER_UNREACHABLE, INVALID_INPUT })
      .input(z.strictObject({ sessionId: idSchema, message: messageSchema.optional() }))
      .output(stopOutcomeSchema),
    stopTranscode: oc
      .route({
        method: 'POST',
        path: '/sessions/{sessionId}/stop-transcode',
        summary: 'Cancel the transcode of a session; the player may ask for another',
      })
      .errors({ UNKNOWN_SESSION, SERVER_UNREACHABLE, INVALID_INPUT })
      .input(z.strictObject({ sessionId: idSchema }))
      .output(cancelOutcomeSchema),
  },
  servers: serversContract,
  history: historyContract,
  charts: chartsContract,
  libraries: librariesContract,
  users: usersContract,
  items: itemsContract,
  settings: {
    get: oc.route({ method: 'GET', path: '/settings', summary: 'What the owner chose' }).output(ownerSettingsSchema),
    update: oc
      .route({ method: 'PATCH', path: '/settings', summary: 'Change a part of it; in force at once' })
      .errors({ SETTINGS_NOT_KEPT, INVALID_INPUT })
      .input(settingsChangeSchema)
      .output(ownerSettingsSchema),
    reset: oc
      .route({ method: 'POST', path: '/settings/reset', summary: 'Back to how Marquee came: one page of it, or all' })
      .errors({ SETTINGS_NOT_KEPT, INVALID_INPUT })
      .input(z.strictObject({ page: settingsPageSchema.optional() }).optional())
      .output(ownerSettingsSchema),
  },
  access: accessContract,
  gaps: gapsContract,
  backups: backupsContract,
  sql: sqlContract,
  imports: importsContract,
  tautulli: tautulliContract,
  backfill: backfillContract,
  about: aboutContract,
  plex: plexContract,
  transcodes: transcodesContract,
  advice: adviceContract,
  events: {
    stream: oc
      .route({
        method: 'GET',
        path: '/events',
        summary: 'Every fact as it is stored (server-sent events); Last-Event-ID goes on where one left off',
      })
      .output(eventIterator(toldSchema)),
  },
  demo: demoContract,
  desktop: desktopContract,
  webhooks: webhooksContract,
  publishing: publishingContract,
  signIn: signInContract,
  accounts: accountsContract,
  health: {
    get: oc.route({ method: 'GET', path: '/health', summary: 'How Marquee itself is doing' }).output(
      z.object({
        ok: z.boolean(),
        version: z.string(),
        /** Notifications and a tray come only with the desktop app. */
        host: z.enum(['desktop', 'headless']),
        startedAtMs: z.number(),
        mouths: z.array(mouthHealthSchema),
        servers: z.array(serverHealthSchema),
        /** Whether plex.tv is being left alone for a moment. Not there where no Marquee speaks with it itself. */
        plexTv: z.object({ breaker: serverHealthSchema.shape.breaker }).optional(),
      }),
    ),
  },
};
export type Contract = typeof contract;
