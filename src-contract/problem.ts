// Problems: what went wrong in a way that a person can act on. Declared as typed errors on every procedure they concern.
import { z } from 'zod';
import { signInTroubleSchema } from './sign-in-trouble.ts';

/** One thing that is wrong with what was sent: where, and what was expected there, in words. */
export const invalidFieldSchema = z.object({ field: z.string(), expected: z.string() });
export type InvalidField = z.infer<typeof invalidFieldSchema>;

/** Why the app cannot become the face of a Marquee elsewhere. */
export const cannotAttachSchema = z.enum([
  'not-a-link',
  'link-used',
  'unreachable',
  'bad-certificate',
  'unknown-host',
  'not-marquee',
  'other-version',
  'too-many-keys',
]);

/** The code is stable; `message` is for a person. In REST they become RFC 9457 `application/problem+json`. */
export const problems = {
  UNKNOWN_SESSION: { status: 404, message: 'This session is not playing any more.' },
  UNKNOWN_SERVER: { status: 404, message: 'No such server is watched here.' },
  UNKNOWN_PLAY: { status: 404, message: 'No such play is in the history.' },
  SERVER_UNREACHABLE: {
    status: 503,
    message: 'The server is not answering.',
    data: z.object({ serverId: z.string(), nextTryAtMs: z.number().nullable() }),
  },
  CANNOT_CONNECT: {
    status: 422,
    message: 'Marquee cannot connect to this server.',
    data: z.object({
      why: z.enum([
        'unreachable',
        'unauthorized',
        'not-owner',
        'not-plex',
        'certificate',
        'certificate-changed',
        'busy',
      ]),
      /** The same for a person. */
      text: z.string(),
      /** The SHA-256 fingerprint of what was shown, where the certificate is why. */
      certificate: z.string().nullable(),
    }),
  },
  ALREADY_WATCHED: {
    status: 409,
    message: 'This server is watched already.',
    data: z.object({ serverId: z.string(), name: z.string() }),
  },
  SERVER_FROM_ENVIRONMENT: {
    status: 409,
    message: 'This server comes from PLEX_URL. Unset the variable and start Marquee again to let go of it.',
  },
  STILL_WATCHED: {
    status: 409,
    message: 'This server is still watched itself. Only the history of one that is not watched can be joined.',
  },
  UNKNOWN_ACCOUNT: { status: 404, message: 'No such account is signed in here.' },
  SERVERS_NOT_ANSWERING: {
    status: 503,
    message: 'No server that was asked is answering.',
    data: z.object({
      servers: z.array(z.object({ serverId: z.string(), why: z.string(), retryAfterMs: z.number().nullable() })),
    }),
  },
  AMBIGUOUS_SERVER: {
    status: 409,
    message: 'More than one server may know this key. Name the server with ?server=.',
    data: z.object({
      candidates: z.array(z.object({ serverId: z.string(), name: z.string(), title: z.string().nullable() })),
    }),
  },
  UNKNOWN_ITEM: { status: 404, message: 'No such item is in a library.' },
  UNKNOWN_TRANSCODE: { status: 404, message: 'There is no such transcode or session.' },
  NOT_TRANSCODING: {
    status: 409,
    message: 'This session has no transcode to cancel. Nothing was touched.',
    data: z.object({ serverId: z.string(), sessionId: z.string() }),
  },
  UNKNOWN_LIBRARY: { status: 404, message: 'There is no such library.' },
  UNKNOWN_USER: { status: 404, message: 'Nobody with this id has watched anything.' },
  UNKNOWN_KEY: { status: 404, message: 'There is no such access key.' },
  TOO_MANY_KEYS: { status: 409, message: 'There are 100 access keys. Revoke one that is not used any more.' },
  HISTORY_UNAVAILABLE: { status: 503, message: 'The history cannot be read at the moment.' },
  UNKNOWN_BACKUP: { status: 404, message: 'There is no such backup.' },
  /** The message says why. */
  BACKUP_FAILED: { status: 503, message: 'The backup could not be made. Those from before are as they were.' },
  BACKUP_UNREADABLE: { status: 422, message: 'This backup cannot be read, so nothing has changed.' },
  UNKNOWN_IMPORT: { status: 404, message: 'There is no such import.' },
  IMPORT_RUNNING: { status: 409, message: 'Another import is under way. Wait for its end, or cancel it.' },
  IMPORT_SERVER_UNKNOWN: {
    status: 409,
    message: 'This source does not say which Plex server it watched. Name the server.',
  },
  /** The message says what is wrong with it. */
  IMPORT_SOURCE_UNREADABLE: { status: 422, message: 'This cannot be read as the history of a Tautulli.' },
  SETTINGS_FIXED: {
    status: 409,
    message: 'This is set by a flag or a variable of the environment, and can only be changed there.',
  },
  NO_DESKTOP: { status: 409, message: 'This Marquee runs without a desktop.' },
  /** `detail` says what to do about it. */
  CANNOT_ATTACH: {
    status: 409,
    message: 'This Marquee could not be attached.',
    data: z.object({ why: cannotAttachSchema }),
  },
  /** The message says why where it is something else. */
  DEMO_UNAVAILABLE: {
    status: 409,
    message: 'The demo is there while no server is watched, so that it interrupts no recording.',
  },
  /** Of a window that shows a Marquee elsewhere. */
  MARQUEE_AWAY: { status: 503, message: 'The Marquee that is shown here cannot be reached now.' },
  UNKNOWN_MARQUEE: { status: 404, message: 'No such Marquee is attached.' },
  SETTINGS_NOT_KEPT: { status: 503, message: 'The settings could not be written to disk, so nothing has changed.' },
  WEBHOOKS_OFF: { status: 409, message: 'Webhooks are off. Switch them on in the settings.' },
  AMBIGUOUS_ACCOUNT: { status: 409, message: 'More than one account is signed in. Name one with `accountId`.' },
  NEEDS_PLEX_PASS: { status: 409, message: 'Webhooks need a Plex Pass on this account.' },
  SIGN_IN_STATE_UNKNOWN: {
    status: 401,
    message: 'This sign-in is not known here: it was used already or is older than ten minutes. Start again.',
  },
  SIGN_IN_EXPIRED: { status: 409, message: 'This sign-in is not accepted any more. Sign in again.' },
  PLEX_TV_FAILED: {
    status: 503,
    message: 'plex.tv did not do what was asked.',
    data: z.object({ trouble: signInTroubleSchema, retryAfterMs: z.number().nullable() }),
  },
  SIGN_IN_LINK_USED: { status: 401, message: 'This sign-in link was used already or is older than ten minutes.' },
  INVALID_INPUT: {
    status: 422,
    message: 'Something in this request is not as expected.',
    data: z.object({ fields: z.array(invalidFieldSchema) }),
  },
} as const;

/** Problems of the web server's doors: they come before any procedure, so no procedure declares them. */
export const webProblems = {
  MALFORMED_REQUEST: { status: 400, message: 'This request cannot be read.' },
  SIGN_IN_NEEDED: { status: 401, message: 'Open the sign-in link that Marquee printed, or send the access key.' },
  WEBHOOK_REFUSED: {
    status: 401,
    message: 'A webhook needs the address with its token, comes from this machine, or is signed as agreed.',
  },
  FOREIGN_ORIGIN: { status: 403, message: 'Another web page may not speak with Marquee.' },
  READ_ONLY_KEY: { status: 403, message: 'This access key may look, and change nothing.' },
  NOT_FOUND: { status: 404, message: 'There is nothing at this address.' },
  TOO_SLOW: { status: 408, message: 'This request took too long to arrive.' },
  TOO_LARGE: { status: 413, message: 'This request is larger than Marquee reads.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Send JSON, with the content type application/json.' },
  UNKNOWN_HOST: { status: 421, message: 'Marquee does not know this host name as its own.' },
  TOO_MANY_TRIES: { status: 429, message: 'Too many tries. Wait a minute, then try again.' },
  TOO_MANY_REQUESTS: { status: 429, message: 'Too many requests with this access key. Wait a moment, then go on.' },
  INTERNAL: { status: 500, message: 'Something went wrong inside Marquee. Its log says more.' },
  ARTWORK_UNAVAILABLE: { status: 502, message: 'The server did not give this picture.' },
  NO_ROOM: { status: 507, message: 'There is no room for this on the disk of Marquee.' },
  BUSY: { status: 503, message: 'Too many windows are open on Marquee. Close one, then try again.' },
} as const;

export type WebProblemCode = keyof typeof webProblems;
export type ProblemCode = keyof typeof problems | WebProblemCode;

/** A problem as REST answers it: RFC 9457, with our code and, where there is some, its data. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  data: z.unknown().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
