// What Marquee is on this computer's desktop: whether it starts with the login, where its secrets are kept, and the
// Marquees elsewhere of which it is the face.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { atMsSchema, idSchema } from './words.ts';

export const desktopSchema = z.object({
  startsAtLogin: z.boolean(),
  /** `why` says for a person what keeps the secrets out of a keyring; null when they are in one. */
  keyring: z.object({ ok: z.boolean(), why: z.string().nullable() }),
});
export type Desktop = z.infer<typeof desktopSchema>;

/*
  connecting ──▶ live ◀──▶ unreachable (tries again)
      │            │            │
      └────────────┴────────────┴──▶ refused (its key was revoked, or the versions differ: a person must act)
*/
export const attachedStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting') }),
  z.object({ kind: z.literal('live'), sinceMs: atMsSchema }),
  z.object({
    kind: z.literal('unreachable'),
    sinceMs: atMsSchema,
    nextTryAtMs: atMsSchema.nullable(),
    why: z.string(),
  }),
  z.object({ kind: z.literal('refused'), sinceMs: atMsSchema, why: z.string() }),
]);
export type AttachedState = z.infer<typeof attachedStateSchema>;

/** A Marquee that runs without a desktop elsewhere, and whose face this app is. */
export const attachedSchema = z.object({
  id: idSchema,
  name: z.string(),
  url: z.string(),
  /** False: what is said to it, its key too, can be read by whoever is on the way. */
  secure: z.boolean(),
  state: attachedStateSchema,
});
export type Attached = z.infer<typeof attachedSchema>;

export const marqueesSchema = z.object({
  /** Whether this app watches servers itself; it does not while it is only the face of others. */
  own: z.boolean(),
  /** Which of the attached ones the window shows; null is our own. */
  shown: idSchema.nullable(),
  attached: z.array(attachedSchema),
});
export type Marquees = z.infer<typeof marqueesSchema>;

const { CANNOT_ATTACH, INVALID_INPUT, NO_DESKTOP, SETTINGS_NOT_KEPT, UNKNOWN_MARQUEE } = problems;

export const desktopContract = {
  get: oc
    .route({ method: 'GET', path: '/desktop', summary: 'This computer’s desktop; null where Marquee runs without one' })
    .output(desktopSchema.nullable()),
  startAtLogin: oc
    .route({ method: 'POST', path: '/desktop/start-at-login', summary: 'Start Marquee with the login, hidden, or not' })
    .errors({ NO_DESKTOP, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(z.strictObject({ on: z.boolean() }))
    .output(desktopSchema),
  /** The system's own question for a file, for the window; null when nothing was chosen. */
  chooseDatabase: oc.errors({ NO_DESKTOP }).output(z.object({ path: z.string().nullable() })),
  marquees: oc
    .route({
      method: 'GET',
      path: '/desktop/marquees',
      summary: 'The Marquees elsewhere that this desktop app shows; null where Marquee runs without a desktop',
    })
    .output(marqueesSchema.nullable()),
  attach: oc
    .route({
      method: 'POST',
      path: '/desktop/marquees',
      summary: 'Show a Marquee elsewhere too: its sign-in link is traded for a key of our own',
    })
    .errors({ NO_DESKTOP, CANNOT_ATTACH, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(z.strictObject({ link: z.string().trim().min(1).max(2000), name: z.string().trim().max(100).optional() }))
    .output(attachedSchema),
  detach: oc
    .route({
      method: 'DELETE',
      path: '/desktop/marquees/{marqueeId}',
      summary: 'Show it no more, and give the key back if it can be reached',
    })
    .errors({ NO_DESKTOP, UNKNOWN_MARQUEE, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(z.strictObject({ marqueeId: idSchema }))
    /** False: it could not be told, so the key is to be revoked there. */
    .output(z.object({ keyRevoked: z.boolean() })),
  show: oc
    .route({ method: 'POST', path: '/desktop/shown', summary: 'Which Marquee the window shows; null is our own' })
    .errors({ NO_DESKTOP, UNKNOWN_MARQUEE, INVALID_INPUT })
    .input(z.strictObject({ marqueeId: idSchema.nullable() }))
    .output(marqueesSchema),
};
