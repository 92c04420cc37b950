// Watching servers: finding them, adding, renaming, switching off and removing them, and how each is reached.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { fingerprintSchema, serverSchema } from './server.ts';
import { atMsSchema, idSchema } from './words.ts';

const { UNKNOWN_SERVER, INVALID_INPUT, CANNOT_CONNECT, ALREADY_WATCHED, SERVER_FROM_ENVIRONMENT } = problems;
const { SETTINGS_NOT_KEPT, HISTORY_UNAVAILABLE, STILL_WATCHED, UNKNOWN_ACCOUNT, PLEX_TV_FAILED } = problems;

/** Sent without white space around it; no user, password, query or fragment: a token has a field of its own. */
const uriSchema = z
  .url({ protocol: /^https?$/ })
  .regex(/^[^/]+\/\/[^/?#@\s]+(\/[^?#\s]*)?$/, {
    message: 'an address such as http://192.168.1.5:32400, without a token in it',
  })
  .max(500);
const tokenSchema = z
  .string()
  .regex(/^[\x21-\x7e]+$/, { message: 'a Plex token: letters and digits, without spaces' })
  .max(4000);
const nameSchema = z.string().trim().min(1).max(100);

/** A server that answers nearby, whether or not it is watched. */
export const foundServerSchema = z.object({
  id: idSchema,
  /** Its own name; null where it says it only to those who sign in. */
  name: z.string().nullable(),
  version: z.string().nullable(),
  uri: z.string(),
  from: z.enum(['this-computer', 'network']),
  watched: z.boolean(),
});
export type FoundServer = z.infer<typeof foundServerSchema>;

/** One way to a server, and how it fared at the last look. */
export const candidateSchema = z.object({
  uri: z.string(),
  local: z.boolean(),
  relay: z.boolean(),
  secure: z.boolean(),
  /** Who named it: plex.tv, the owner who typed it, or our memory of what worked last. */
  from: z.enum(['plex-tv', 'address', 'last-good']),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answered'), latencyMs: z.number() }),
    z.object({ kind: z.literal('failed'), why: z.string() }),
    /** Left out on purpose, or still waiting when a better one had answered. */
    z.object({ kind: z.literal('not-tried'), why: z.string() }),
  ]),
  /** This is the one in use. */
  chosen: z.boolean(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** What the history knows of a server that is not watched now. */
export const formerServerSchema = z.object({
  id: idSchema,
  name: z.string(),
  plays: z.number().int(),
  lastHeardMs: atMsSchema.nullable(),
});
export type FormerServer = z.infer<typeof formerServerSchema>;

const ofServer = z.strictObject({ serverId: idSchema });

export const serversContract = {
  list: oc.route({ method: 'GET', path: '/servers', summary: 'The watched servers' }).output(z.array(serverSchema)),
  get: oc
    .route({ method: 'GET', path: '/servers/{serverId}', summary: 'One watched server' })
    .errors({ UNKNOWN_SERVER, INVALID_INPUT })
    .input(ofServer)
    .output(serverSchema),
  add: oc
    .route({
      method: 'POST',
      path: '/servers',
      summary: 'Watch a server by its address and token, once it has answered',
    })
    .errors({ CANNOT_CONNECT, ALREADY_WATCHED, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(
      z.strictObject({
        uri: uriSchema,
        token: tokenSchema,
        name: nameSchema.optional(),
        /** Of the certificate to accept though nobody vouches for it: `CANNOT_CONNECT` names the one that was shown. */
        trustedCertificate: fingerprintSchema.nullable().default(null),
      }),
    )
    .output(serverSchema),
  addFromAccount: oc
    .route({
      method: 'POST',
      path: '/servers/from-account',
      summary: 'Watch servers of a signed-in account; all of its own ones when none is named',
    })
    .errors({ UNKNOWN_ACCOUNT, UNKNOWN_SERVER, PLEX_TV_FAILED, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(z.strictObject({ accountId: idSchema, serverIds: z.array(idSchema).max(100).optional() }))
    /** Those that are watched now, also the ones that were before. */
    .output(z.array(serverSchema)),
  update: oc
    .route({
      method: 'PATCH',
      path: '/servers/{serverId}',
      summary: 'Rename a server, switch it off or on, give it a new address or token; in force at once',
    })
    .errors({ UNKNOWN_SERVER, CANNOT_CONNECT, SERVER_FROM_ENVIRONMENT, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(
      ofServer.extend({
        /** Null goes back to the name that the server has itself. */
        name: nameSchema.nullable().optional(),
        enabled: z.boolean().optional(),
        /** Null ends the exception. */
        trustedCertificate: fingerprintSchema.nullable().optional(),
        uri: uriSchema.optional(),
        token: tokenSchema.optional(),
      }),
    )
    .output(serverSchema),
  remove: oc
    .route({
      method: 'POST',
      path: '/servers/{serverId}/remove',
      summary: 'Watch a server no more; its history is kept or deleted, as asked',
    })
    .errors({ UNKNOWN_SERVER, SERVER_FROM_ENVIRONMENT, HISTORY_UNAVAILABLE, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(ofServer.extend({ history: z.enum(['keep', 'delete']) }))
    .output(z.object({ deletedPlays: z.number().int() })),
  former: oc
    .route({ method: 'GET', path: '/servers/former', summary: 'Servers in the history that are not watched now' })
    .errors({ HISTORY_UNAVAILABLE })
    .output(z.array(formerServerSchema)),
  join: oc
    .route({
      method: 'POST',
      path: '/servers/{serverId}/join',
      summary: 'Give a server the history of the one that it was before it was set up anew',
    })
    .errors({ UNKNOWN_SERVER, STILL_WATCHED, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(ofServer.extend({ formerServerId: idSchema }))
    .output(z.object({ joinedPlays: z.number().int() })),
  discover: oc
    .route({ method: 'GET', path: '/servers/discover', summary: 'Servers on this computer and on the local network' })
    .output(z.array(foundServerSchema)),
  connections: oc
    .route({
      method: 'GET',
      path: '/servers/{serverId}/connections',
      summary: 'Every way to a server, and how it fared',
    })
    .errors({ UNKNOWN_SERVER, INVALID_INPUT })
    .input(ofServer)
    .output(z.object({ triedAtMs: atMsSchema.nullable(), candidates: z.array(candidateSchema) })),
  certificate: oc
    .route({
      method: 'GET',
      path: '/servers/{serverId}/certificate',
      summary:
        'The certificate that a server shows now, where neither somebody vouches for it nor its owner accepted it',
    })
    .errors({ UNKNOWN_SERVER, INVALID_INPUT })
    .input(ofServer)
    .output(z.object({ fingerprint: fingerprintSchema.nullable() })),
  reconnect: oc
    .route({ method: 'POST', path: '/servers/{serverId}/reconnect', summary: 'Try every way to a server again, now' })
    .errors({ UNKNOWN_SERVER, INVALID_INPUT })
    .input(ofServer)
    .output(serverSchema),
};
