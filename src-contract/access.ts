// Access keys for scripts and dashboards: made, named, limited to reading, revoked. A key itself is shown only once.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { atMsSchema, idSchema } from './words.ts';

export const accessKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  /** It may look, and change nothing. */
  readOnly: z.boolean(),
  createdAtMs: atMsSchema,
});
export type AccessKey = z.infer<typeof accessKeySchema>;

/** What decides a setting: a flag, a variable or a line of the settings file; null where it is as Marquee came. */
const from = z.string().nullable();

/** Where browsers and scripts find this Marquee, and who decided that. */
export const reachSchema = z.object({
  /** As a browser on this computer, or behind the proxy, finds it. */
  url: z.string(),
  host: z.string(),
  hostFrom: from,
  port: z.number().int(),
  portFrom: from,
  publicUrl: z.string().nullable(),
  publicUrlFrom: from,
  /** Other machines can reach it. */
  open: z.boolean(),
});
export type Reach = z.infer<typeof reachSchema>;

const { SETTINGS_NOT_KEPT, TOO_MANY_KEYS, UNKNOWN_KEY, INVALID_INPUT } = problems;

export const accessContract = {
  reach: oc
    .route({ method: 'GET', path: '/access', summary: 'Where browsers find this Marquee, and what decided it' })
    .output(reachSchema),
  /** Needs the access key, like everything but the exchange itself, which is a plain route of the web server. */
  createLink: oc
    .route({ method: 'POST', path: '/access/links', summary: 'A new sign-in link, valid once within ten minutes' })
    .output(z.object({ url: z.string(), expiresAtMs: z.number() })),
  keys: oc
    .route({
      method: 'GET',
      path: '/access/keys',
      summary: 'The access keys that were made, without the keys themselves',
    })
    .output(z.array(accessKeySchema)),
  createKey: oc
    .route({ method: 'POST', path: '/access/keys', summary: 'A new access key; only this answer shows it' })
    .errors({ SETTINGS_NOT_KEPT, TOO_MANY_KEYS, INVALID_INPUT })
    .input(z.strictObject({ name: z.string().trim().min(1).max(100), readOnly: z.boolean().default(true) }))
    .output(accessKeySchema.extend({ key: z.string() })),
  revokeKey: oc
    .route({ method: 'DELETE', path: '/access/keys/{keyId}', summary: 'Revoke an access key, at once' })
    .errors({ SETTINGS_NOT_KEPT, UNKNOWN_KEY, INVALID_INPUT })
    .input(z.strictObject({ keyId: idSchema }))
    .output(accessKeySchema),
};
