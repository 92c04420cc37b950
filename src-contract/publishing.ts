// Publishing to a NATS broker as the owner sees it: where, how it signs in, and whether it gets through.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { atMsSchema } from './words.ts';

const urlSchema = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .refine((text) => !text.includes('@'), 'an address without a name and password in it');
const secretSchema = z.string().min(1).max(1000);
const fileSchema = z.string().trim().min(1).max(4096);
const userSchema = z.string().trim().min(1).max(200);

export const subjectPrefixSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/);

/** Without its secret: the one that is kept for this address stays. */
export const natsSignInSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('password'), user: userSchema, password: secretSchema.optional() }),
  z.strictObject({ kind: z.literal('token'), token: secretSchema.optional() }),
  /** A file as nsc writes it, on the machine of Marquee. */
  z.strictObject({ kind: z.literal('creds'), file: fileSchema }),
]);
export type NatsSignIn = z.infer<typeof natsSignInSchema>;

export const publishingViewSchema = z.object({
  /** Null: nothing is published. */
  url: z.string().nullable(),
  prefix: z.string(),
  /** Plays that other Marquees publish there are taken in, too. */
  collect: z.boolean(),
  /** Passwords and tokens are never told. */
  signIn: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('password'), user: z.string() }),
    z.object({ kind: z.literal('token') }),
    z.object({ kind: z.literal('creds'), file: z.string() }),
  ]),
  /** The flag or variable that decides all of it; null where the owner does. */
  fixedBy: z.string().nullable(),
  /** Null while nothing is published, or nothing is known yet. */
  state: z.object({ ok: z.boolean(), text: z.string().nullable(), sinceMs: atMsSchema.nullable() }).nullable(),
  /** So many facts are still to be told; null where that is not known. */
  waiting: z.number().int().nullable(),
});
export type PublishingView = z.infer<typeof publishingViewSchema>;

/** `url: null` stops it, and forgets what was still to be told and every secret. What is not named stays. */
const changeSchema = z.strictObject({
  url: urlSchema.nullable(),
  prefix: subjectPrefixSchema.optional(),
  collect: z.boolean().optional(),
  signIn: natsSignInSchema.optional(),
});
export type PublishingChange = z.infer<typeof changeSchema>;

const wantedSchema = z.strictObject({ url: urlSchema.optional(), signIn: natsSignInSchema.optional() });
export type PublishingWanted = z.infer<typeof wantedSchema>;

/** How a broker answered a try; nothing is published by it. */
export const publishingTestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    version: z.string(),
    /** It has JetStream, so that nothing is lost for those who do not listen at the moment. */
    keeps: z.boolean(),
  }),
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);
export type PublishingTest = z.infer<typeof publishingTestSchema>;

const { INVALID_INPUT, SETTINGS_FIXED, SETTINGS_NOT_KEPT } = problems;

export const publishingContract = {
  get: oc
    .route({ method: 'GET', path: '/publishing', summary: 'Where facts are published, and whether they get through' })
    .output(publishingViewSchema),
  update: oc
    .route({ method: 'PUT', path: '/publishing', summary: 'Publish there, or nowhere; in force at once' })
    .errors({ SETTINGS_FIXED, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(changeSchema)
    .output(publishingViewSchema),
  test: oc
    .route({ method: 'POST', path: '/publishing/test', summary: 'Ask a broker who it is; nothing is kept' })
    .errors({ INVALID_INPUT })
    .input(wantedSchema)
    .output(publishingTestSchema),
};
