// What the owner's Plex servers answer about themselves and their shelves, in our words, and the routes to ask for it.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { cancelOutcomeSchema } from './event.ts';
import { mediaVersionSchema } from './media.ts';
import { problems } from './problem.ts';
import { activitySchema } from './server.ts';
import { sessionSchema, transcodeSchema } from './session.ts';
import { atMsSchema, idSchema } from './words.ts';

const text = z.string().nullable();
const count = z.number().nullable();
const at = atMsSchema.nullable();

export const plexIdentitySchema = z.object({
  version: z.string(),
  apiVersion: text,
  /** Whether the server belongs to a Plex account. */
  claimed: z.boolean().nullable(),
});

export const plexCapabilitiesSchema = z.object({
  name: z.string(),
  version: z.string(),
  platform: text,
  platformVersion: text,
  plexPass: z.boolean().nullable(),
  /** What the owner's account may use; null when the server does not say. The three below are read from it. */
  ownerFeatures: z.array(z.string()).nullable(),
  canTerminate: z.boolean().nullable(),
  webhooks: z.boolean().nullable(),
  hardwareTranscoding: z.boolean().nullable(),
  activeVideoTranscodes: count,
});

export const plexDeviceSchema = z.object({
  id: z.string(),
  name: text,
  platform: text,
  clientId: text,
  createdAtMs: at,
});

export const plexAccountSchema = z.object({
  /** As this server counts: `0` is everybody without an account, `1` the owner, others are plex.tv ids. */
  id: z.string(),
  name: text,
  thumb: text,
  defaultAudioLanguage: text,
  defaultSubtitleLanguage: text,
});

export const plexPlaylistSchema = z.object({
  ratingKey: z.string(),
  guid: text,
  title: z.string(),
  summary: text,
  /** `video`, `audio` or `photo`. */
  playlistType: text,
  smart: z.boolean(),
  itemCount: count,
  durationMs: count,
  thumb: text,
  viewCount: count,
  addedAtMs: at,
  updatedAtMs: at,
  lastViewedAtMs: at,
});

export const plexSectionSchema = z.object({
  id: z.string(),
  uuid: text,
  /** `movie`, `show`, `artist` or `photo`. */
  type: text,
  title: z.string(),
  agent: text,
  scanner: text,
  language: text,
  /** The folders on the server. */
  paths: z.array(z.string()),
  refreshing: z.boolean(),
  hidden: z.boolean(),
  createdAtMs: at,
  updatedAtMs: at,
  scannedAtMs: at,
});

export const plexItemSchema = z.object({
  ratingKey: z.string(),
  guid: text,
  /** `movie`, `show`, `season`, `episode`, `artist`, `album`, `track`, `clip`, `photo`, or what Plex may add. */
  type: text,
  title: z.string(),
  originalTitle: text,
  parentRatingKey: text,
  parentTitle: text,
  parentIndex: count,
  grandparentRatingKey: text,
  grandparentTitle: text,
  index: count,
  year: count,
  durationMs: count,
  summary: text,
  tagline: text,
  studio: text,
  contentRating: text,
  /** A day, as Plex writes it: `1927-01-10`. */
  originallyAvailableOn: text,
  librarySectionId: text,
  librarySectionTitle: text,
  /** Paths on the server; ask our own artwork route for them, never Plex. */
  thumb: text,
  art: text,
  childCount: count,
  leafCount: count,
  viewedLeafCount: count,
  viewCount: count,
  /** Where the owner left off. */
  positionMs: count,
  addedAtMs: at,
  updatedAtMs: at,
  lastViewedAtMs: at,
});

export const plexMetadataSchema = plexItemSchema.extend({
  genres: z.array(z.string()),
  directors: z.array(z.string()),
  actors: z.array(z.string()),
  /** As other catalogues call it, e.g. `imdb://tt0017136`. */
  externalIds: z.array(z.string()),
  markers: z.array(z.object({ type: text, startMs: count, endMs: count, final: z.boolean() })),
  versions: z.array(mediaVersionSchema),
});

export const plexTranscodeSchema = transcodeSchema.omit({ aheadMs: true }).extend({
  subtitleDecision: text,
  sourceVideoCodec: text,
  sourceAudioCodec: text,
  videoCodec: text,
  audioCodec: text,
  audioChannels: count,
  width: count,
  height: count,
  durationMs: count,
  remainingMs: count,
  /** `streaming`, or `static` for a download. */
  context: text,
});

export type PlexIdentityAnswer = z.infer<typeof plexIdentitySchema>;
export type PlexCapabilities = z.infer<typeof plexCapabilitiesSchema>;
export type PlexDevice = z.infer<typeof plexDeviceSchema>;
export type PlexAccount = z.infer<typeof plexAccountSchema>;
export type PlexPlaylist = z.infer<typeof plexPlaylistSchema>;
export type PlexSection = z.infer<typeof plexSectionSchema>;
export type PlexItem = z.infer<typeof plexItemSchema>;
export type PlexMetadata = z.infer<typeof plexMetadataSchema>;
export type PlexTranscode = z.infer<typeof plexTranscodeSchema>;

/**
 * How fresh an answer is, in the headers of REST. `age` is the age in seconds of its oldest part. `marquee-servers`
 * lists every server that was asked (a list of RFC 9651): `"attic";state=fresh;age=0`, or with `state=stored` the last
 * answer of one that does not answer now, or with `state=missing` one that is not in the answer; both say `why`.
 */
const headersSchema = z.object({ age: z.string(), 'marquee-servers': z.string() });

const ofServer = { serverId: idSchema };
const listOf = <Shape extends z.core.$ZodLooseShape>(element: z.ZodObject<Shape>) =>
  z.object({ headers: headersSchema, body: z.array(element.extend(ofServer)) });
const oneServer = idSchema.optional().describe('The id of one server; without it all are asked.');

const { UNKNOWN_SERVER, SERVERS_NOT_ANSWERING, INVALID_INPUT, UNKNOWN_ITEM, UNKNOWN_TRANSCODE } = problems;
const { AMBIGUOUS_SERVER, NOT_TRANSCODING } = problems;

const listing = <Shape extends z.core.$ZodLooseShape>(
  path: `/${string}`,
  summary: string,
  element: z.ZodObject<Shape>,
) =>
  oc
    .route({ method: 'GET', path: `/plex${path}`, summary, outputStructure: 'detailed' })
    .errors({ UNKNOWN_SERVER, SERVERS_NOT_ANSWERING, INVALID_INPUT })
    .input(z.strictObject({ server: oneServer }))
    .output(listOf(element));

export const plexContract = {
  sessions: listing('/sessions', 'Who is watching what now', sessionSchema),
  identity: listing('/identity', 'Which servers answer, and their versions', plexIdentitySchema),
  capabilities: listing('/capabilities', 'What each server can do', plexCapabilitiesSchema),
  devices: listing('/devices', 'The players that each server knows', plexDeviceSchema),
  accounts: listing('/accounts', 'The accounts that each server knows', plexAccountSchema),
  activities: listing('/activities', 'What each server is busy with besides streaming', activitySchema),
  playlists: listing('/playlists', "The owner's playlists", plexPlaylistSchema),
  sections: listing('/library/sections', 'The libraries of each server', plexSectionSchema),
  onDeck: listing('/library/onDeck', 'What the owner could watch next', plexItemSchema),
  recentlyAdded: listing('/library/recentlyAdded', 'The newest items of the libraries', plexItemSchema),
  metadata: oc
    .route({
      method: 'GET',
      path: '/plex/library/metadata/{ratingKey}',
      summary: 'One item of a library, with every version that is stored of it',
      outputStructure: 'detailed',
    })
    .errors({ UNKNOWN_SERVER, UNKNOWN_ITEM, AMBIGUOUS_SERVER, SERVERS_NOT_ANSWERING, INVALID_INPUT })
    .input(z.strictObject({ ratingKey: idSchema, server: oneServer }))
    .output(z.object({ headers: headersSchema, body: plexMetadataSchema.extend(ofServer) })),
  transcodes: listing('/transcode/sessions', 'What each server is converting now', plexTranscodeSchema),
  cancelTranscode: oc
    .route({
      method: 'DELETE',
      path: '/plex/transcode/sessions/{sessionKey}',
      summary: 'Cancel a transcode, by its own key or by the sessionKey of its session',
      inputStructure: 'detailed',
    })
    .errors({
      UNKNOWN_SERVER,
      UNKNOWN_TRANSCODE,
      AMBIGUOUS_SERVER,
      NOT_TRANSCODING,
      SERVERS_NOT_ANSWERING,
      INVALID_INPUT,
    })
    .input(
      z.object({
        params: z.object({ sessionKey: idSchema }),
        query: z.strictObject({ server: oneServer }).optional(),
      }),
    )
    .output(cancelOutcomeSchema),
};
