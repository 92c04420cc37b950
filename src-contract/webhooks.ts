// Plex's webhooks as the owner sees them: what to paste into Plex, and whether they come.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { atMsSchema, idSchema } from './words.ts';

export const webhooksViewSchema = z.object({
  /** The address to paste into Plex. It holds a token; null while webhooks are off. */
  url: z.string().nullable(),
  /** The flag or variable that switches them on or off; null where the owner's settings do. */
  fixedBy: z.string().nullable(),
  /** Every one must be signed with the secret, which Plex itself cannot do. */
  signed: z.boolean(),
  lastAtMs: atMsSchema.nullable(),
  /** Plex's word for it, such as `media.play`. */
  lastEvent: z.string().nullable(),
  heard: z.number().int(),
  /** Of servers that are not watched here. */
  ignored: z.number().int(),
  refused: z.number().int(),
});
export type WebhooksView = z.infer<typeof webhooksViewSchema>;

/** How a webhook that Marquee sent to itself, at the address for Plex, fared. */
export const webhookTestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('arrived'), afterMs: z.number() }),
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);
export type WebhookTest = z.infer<typeof webhookTestSchema>;

/** Whether plex.tv has our address in the list of an account, beside what others have put there. */
const registrationSchema = z.object({
  accountId: idSchema,
  name: z.string(),
  registered: z.boolean(),
  /** Of other programs; they are not touched. */
  others: z.number().int(),
});

const {
  AMBIGUOUS_ACCOUNT,
  INVALID_INPUT,
  NEEDS_PLEX_PASS,
  PLEX_TV_FAILED,
  SIGN_IN_EXPIRED,
  UNKNOWN_ACCOUNT,
  WEBHOOKS_OFF,
} = problems;

const atPlexTv = {
  AMBIGUOUS_ACCOUNT,
  INVALID_INPUT,
  NEEDS_PLEX_PASS,
  PLEX_TV_FAILED,
  SIGN_IN_EXPIRED,
  UNKNOWN_ACCOUNT,
};

/** Without an account: the only one that is signed in. */
const ofAccountSchema = z.strictObject({ accountId: idSchema }).partial().optional();

export const webhooksContract = {
  get: oc
    .route({ method: 'GET', path: '/webhooks', summary: 'The address to paste into Plex, and what came there' })
    .output(webhooksViewSchema),
  test: oc
    .route({ method: 'POST', path: '/webhooks/test', summary: 'Send a webhook to oneself, at the address for Plex' })
    .errors({ WEBHOOKS_OFF })
    .output(webhookTestSchema),
  registration: oc
    .route({
      method: 'GET',
      path: '/webhooks/registration',
      summary: 'Whether plex.tv has the address of this Marquee',
    })
    .errors({ ...atPlexTv, WEBHOOKS_OFF })
    .input(ofAccountSchema)
    .output(registrationSchema),
  register: oc
    .route({ method: 'POST', path: '/webhooks/register', summary: 'Give plex.tv the address of this Marquee' })
    .errors({ ...atPlexTv, WEBHOOKS_OFF })
    .input(ofAccountSchema)
    .output(registrationSchema),
  unregister: oc
    .route({ method: 'POST', path: '/webhooks/unregister', summary: 'Take the address of this Marquee back' })
    .errors(atPlexTv)
    .input(ofAccountSchema)
    .output(registrationSchema),
};
