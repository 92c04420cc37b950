// What Plex really sends, in Plex's own names. Unknown keys pass and fall away; wrong types become null.
// Shapes: the official OpenAPI 1.2.2, recorded answers of PMS 0.9 to 1.43, and the same turned from XML (all values text).
import { z } from 'zod';
import { flag, many, number, one, text, toList, toRecord } from './lenient.ts';
import { type Note } from './oddities.ts';

const stream = z.object({
  id: text,
  streamType: number,
  codec: text,
  profile: text,
  level: number,
  bitrate: number,
  width: number,
  height: number,
  frameRate: number,
  bitDepth: number,
  scanType: text,
  anamorphic: flag,
  pixelAspectRatio: text,
  colorTrc: text,
  colorPrimaries: text,
  colorSpace: text,
  DOVIPresent: flag,
  DOVIProfile: number,
  refFrames: number,
  channels: number,
  samplingRate: number,
  language: text,
  languageTag: text,
  languageCode: text,
  title: text,
  displayTitle: text,
  extendedDisplayTitle: text,
  forced: flag,
  format: text,
  key: text,
  selected: flag,
  default: flag,
  decision: text,
  location: text,
});
export type RawStream = z.output<typeof stream>;
/** Live TV and old servers list no streams; the Media then says the little there is. */
export const noStream: RawStream = stream.parse({});

const part = z.object({
  id: text,
  container: text,
  protocol: text,
  bitrate: number,
  decision: text,
  selected: flag,
  Stream: many(stream),
});
export type RawPart = z.output<typeof part>;

const transcodeSession = z.object({
  key: text,
  throttled: flag,
  complete: flag,
  progress: number,
  speed: number,
  error: flag,
  videoDecision: text,
  audioDecision: text,
  subtitleDecision: text,
  sourceVideoCodec: text,
  sourceAudioCodec: text,
  protocol: text,
  container: text,
  transcodeHwRequested: flag,
  transcodeHwDecoding: text,
  transcodeHwEncoding: text,
  transcodeHwDecodingTitle: text,
  transcodeHwEncodingTitle: text,
  transcodeHwFullPipeline: flag,
  timeStamp: number,
  maxOffsetAvailable: number,
});
export type RawTranscode = z.output<typeof transcodeSession>;

const channel = {
  channelTitle: text,
  channelCallSign: text,
  channelShortTitle: text,
  channelVcn: text,
  channelIdentifier: text,
};

const media = z.object({
  id: text,
  bitrate: number,
  width: number,
  height: number,
  duration: number,
  container: text,
  protocol: text,
  videoCodec: text,
  videoProfile: text,
  videoResolution: text,
  videoFrameRate: text,
  audioCodec: text,
  audioChannels: number,
  proxyType: number,
  origin: text,
  selected: flag,
  Part: many(part),
  /** Here rather than beside it in `/livetv/sessions`. */
  TranscodeSession: one(transcodeSession),
  ...channel,
});
export type RawMedia = z.output<typeof media>;
/** A session whose `Media` is missing altogether. */
export const noMedia: RawMedia = media.parse({});

const entry = z.object({
  sessionKey: text,
  ratingKey: text,
  parentRatingKey: text,
  grandparentRatingKey: text,
  key: text,
  guid: text,
  grandparentGuid: text,
  librarySectionID: text,
  librarySectionTitle: text,
  type: text,
  subtype: text,
  extraType: text,
  title: text,
  parentTitle: text,
  grandparentTitle: text,
  originalTitle: text,
  index: number,
  parentIndex: number,
  year: number,
  duration: number,
  viewOffset: number,
  live: flag,
  thumb: text,
  parentThumb: text,
  grandparentThumb: text,
  art: text,
  grandparentArt: text,
  Media: many(media),
  Marker: many(z.object({ type: text, startTimeOffset: number, final: flag })),
  User: one(z.object({ id: text, title: text, thumb: text })),
  Session: one(z.object({ id: text, bandwidth: number, location: text })),
  Player: one(
    z.object({
      title: text,
      product: text,
      platform: text,
      platformVersion: text,
      device: text,
      version: text,
      profile: text,
      machineIdentifier: text,
      address: text,
      remotePublicAddress: text,
      state: text,
      local: flag,
      relayed: flag,
      secure: flag,
      userID: text,
    }),
  ),
  TranscodeSession: one(transcodeSession),
  ...channel,
});
/** An entry of `/status/sessions`, or an item of `/library/metadata/{id}`: Plex uses one shape for both. */
export type RawEntry = z.output<typeof entry>;

const activity = z.object({
  uuid: text,
  type: text,
  title: text,
  subtitle: text,
  progress: number,
  cancellable: flag,
});
export type RawActivity = z.output<typeof activity>;

const server = z.object({
  machineIdentifier: text,
  friendlyName: text,
  version: text,
  platform: text,
  myPlexSubscription: flag,
  ownerFeatures: text,
  myPlexUsername: text,
});
export type RawServer = z.output<typeof server>;

export const raw = {
  entry,
  transcodeSession,
  activity,
  server,
  playing: z.object({
    sessionKey: text,
    ratingKey: text,
    clientIdentifier: text,
    state: text,
    viewOffset: number,
    transcodeSession: text,
  }),
  timeline: z.object({
    identifier: text,
    sectionID: text,
    itemID: text,
    parentItemID: text,
    rootItemID: text,
    type: number,
    title: text,
    state: number,
    metadataState: text,
  }),
  activityNotification: z.object({ event: text, uuid: text, Activity: one(activity) }),
  status: z.object({ title: text, description: text, notificationName: text }),
  reachability: z.object({ reachability: flag }),
  update: z.object({ version: text, state: text }),
};

/** The `MediaContainer` around every answer (very old servers send none), or null when this is no answer of Plex. */
export const parseContainer = (body: unknown): Record<string, unknown> | null => {
  const outer = toRecord(body);
  if (!outer) return null;
  if (!('MediaContainer' in outer)) return 'size' in outer || 'machineIdentifier' in outer ? outer : null;
  return toRecord(outer['MediaContainer']);
};

/** Every readable entry of a list; the others are noted and left out, each by itself. */
export const parseEntries = <Schema extends z.ZodType>(
  schema: Schema,
  list: unknown,
  kind: string,
  note: Note,
): z.output<Schema>[] =>
  toList(list).flatMap((candidate) => {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return [parsed.data];
    note(`malformed ${kind}`);
    return [];
  });
