// Signing in at plex.tv: the sign-in that is under way, the accounts that are signed in, and what they have there.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { signInTroubleSchema } from './sign-in-trouble.ts';
import { atMsSchema, idSchema } from './words.ts';

/*
  ok ◀──▶ waiting (renewed later)      unauthorized (waits for a sign-in)
   └────────────┴──────────────────────────▲
*/
export const accountStatusSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok') }),
  /** It could not be renewed or asked; tried again by itself. */
  z.object({ kind: z.literal('waiting'), sinceMs: atMsSchema, trouble: signInTroubleSchema }),
  /** plex.tv does not accept it (any more): sign in again. */
  z.object({
    kind: z.literal('unauthorized'),
    sinceMs: atMsSchema,
    /** `key-refused`: plex.tv knows our key no more, or as another device's. `not-for-plex`: of another server. */
    why: z.enum(['ended', 'key-refused', 'not-for-plex']),
  }),
]);
export type AccountStatus = z.infer<typeof accountStatusSchema>;

export const accountSchema = z.object({
  /** Of plex.tv, in digits; where another authorization server signs in, its own word for the person. */
  id: idSchema,
  name: z.string(),
  thumb: z.string().nullable(),
  /** Null when it is not said. */
  plexPass: z.boolean().nullable(),
  signedInAtMs: atMsSchema,
  /** `device-key` is renewed by a key that only this Marquee has, `oauth` by its authorization server. */
  tokenKind: z.enum(['device-key', 'classic', 'oauth']),
  /** When it has to be renewed; null for one that does not say. */
  expiresAtMs: atMsSchema.nullable(),
  status: accountStatusSchema,
});
export type Account = z.infer<typeof accountSchema>;

/** A Plex Media Server that an account may use, as plex.tv tells. */
export const accountServerSchema = z.object({
  id: idSchema,
  name: z.string(),
  version: z.string().nullable(),
  owned: z.boolean(),
  /** plex.tv sees it running. */
  presence: z.boolean(),
  lastSeenAtMs: atMsSchema.nullable(),
  /** Marquee has it among its servers. */
  watched: z.boolean(),
});
export type AccountServer = z.infer<typeof accountServerSchema>;

/*
  waiting ──▶ signed-in
     ├──────▶ expired | denied | cancelled | problem      start again
*/
export const signInStateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('waiting'),
    /** For a person who closed the page before he was done. */
    authorizationUrl: z.string(),
    expiresAtMs: atMsSchema,
    /** It goes on by itself all the same. */
    trouble: signInTroubleSchema.nullable(),
  }),
  z.object({ kind: z.literal('signed-in'), account: accountSchema }),
  z.object({ kind: z.literal('expired') }),
  z.object({ kind: z.literal('denied') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('problem'), trouble: signInTroubleSchema }),
]);
export type SignInState = z.infer<typeof signInStateSchema>;

/** In the names that the specification gives them. */
export const startedSignInSchema = z.object({
  /** To be opened in the browser. */
  authorization_url: z.string(),
  /** Names this sign-in; single use in the callback, for ten minutes. */
  state: z.string(),
  expires_at: z.iso.datetime(),
});
export type StartedSignIn = z.infer<typeof startedSignInSchema>;

const startSchema = z
  .strictObject({
    /** Where the window that asks is open, e.g. `http://nas:4848`: the browser comes back there. */
    from: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional(),
  })
  .optional();

const ofState = z.object({ state: z.string().min(1).max(200) });
const ofAccount = z.strictObject({ accountId: idSchema });

const {
  AMBIGUOUS_ACCOUNT,
  INVALID_INPUT,
  PLEX_TV_FAILED,
  SETTINGS_NOT_KEPT,
  SIGN_IN_EXPIRED,
  SIGN_IN_STATE_UNKNOWN,
  UNKNOWN_ACCOUNT,
} = problems;

/** `ended` is false where plex.tv could not be told; it is forgotten here all the same. */
const signedOutSchema = z.object({ account: accountSchema, ended: z.boolean() });
export type SignedOut = z.infer<typeof signedOutSchema>;

export const signInContract = {
  /** For the window: the host of the owner's authorization server; null is plex.tv. */
  at: oc.output(z.object({ at: z.string().nullable() })),
  start: oc
    .route({ method: 'POST', path: '/auth/plex/start', summary: 'Start a sign-in; open the address in a browser' })
    .errors({ PLEX_TV_FAILED, INVALID_INPUT })
    .input(startSchema)
    .output(startedSignInSchema),
  /** The same, as the specification calls it. */
  startByGet: oc
    .route({ method: 'GET', path: '/auth/plex/start', summary: 'Start a sign-in, as the specification asks for it' })
    .errors({ PLEX_TV_FAILED, INVALID_INPUT })
    .input(startSchema)
    .output(startedSignInSchema),
  /** Its state now, then every change; ends with the sign-in. */
  watch: oc.errors({ SIGN_IN_STATE_UNKNOWN, INVALID_INPUT }).input(ofState).output(eventIterator(signInStateSchema)),
  cancel: oc.errors({ SIGN_IN_STATE_UNKNOWN, INVALID_INPUT }).input(ofState).output(signInStateSchema),
  /** Where the browser comes back to. Needs no key: the state is its guard. A browser gets a page. */
  callback: oc
    .route({
      method: 'GET',
      path: '/auth/plex/callback',
      summary: 'The browser comes back here from the sign-in page; needs no key, only the state',
    })
    .errors({ SIGN_IN_STATE_UNKNOWN, INVALID_INPUT })
    .input(
      ofState.extend({
        /** Of an authorization server; plex.tv sends none. */
        code: z.string().max(4000).optional(),
        error: z.string().max(200).optional(),
        iss: z.string().max(2000).optional(),
      }),
    )
    .output(signInStateSchema),
  refresh: oc
    .route({ method: 'POST', path: '/auth/plex/refresh', summary: 'Renew the token of one account, or of all' })
    .errors({ UNKNOWN_ACCOUNT, SIGN_IN_EXPIRED, PLEX_TV_FAILED, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(ofAccount.partial().optional())
    .output(z.array(accountSchema)),
  revoke: oc
    .route({
      method: 'POST',
      path: '/auth/plex/revoke',
      summary: 'Sign out: the token ends at plex.tv and is forgotten here',
    })
    .errors({ UNKNOWN_ACCOUNT, AMBIGUOUS_ACCOUNT, SETTINGS_NOT_KEPT, INVALID_INPUT })
    /** Without an account: the only one. */
    .input(ofAccount.partial().optional())
    .output(signedOutSchema),
};

export const accountsContract = {
  list: oc
    .route({ method: 'GET', path: '/accounts', summary: 'The plex.tv accounts that are signed in' })
    .output(z.array(accountSchema)),
  servers: oc
    .route({ method: 'GET', path: '/accounts/{accountId}/servers', summary: 'The servers that an account may use' })
    .errors({ UNKNOWN_ACCOUNT, SIGN_IN_EXPIRED, PLEX_TV_FAILED, INVALID_INPUT })
    .input(ofAccount)
    .output(z.array(accountServerSchema)),
  remove: oc
    .route({ method: 'DELETE', path: '/accounts/{accountId}', summary: 'Sign out of one account' })
    .errors({ UNKNOWN_ACCOUNT, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(ofAccount)
    .output(signedOutSchema),
};
