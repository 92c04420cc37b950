// What a server can do, who uses it with which devices, and what it converts, in our words.
import {
  type PlexAccount,
  type PlexCapabilities,
  type PlexDevice,
  type PlexIdentityAnswer,
  type PlexTranscode,
} from '../../src-contract/plex.ts';
import { type Note } from './oddities.ts';
import { parseContainer, parseEntries, raw } from './schemas.ts';
import { rawShelf } from './schemas-shelf.ts';
import { keyed, toAtMs } from './to-shelf.ts';
import { toTranscode } from './to-transcode.ts';

export const parsePlexIdentity = (body: unknown): PlexIdentityAnswer | null => {
  const server = rawShelf.identity.safeParse(parseContainer(body)).data;
  if (!server?.machineIdentifier || server.version === null) return null;
  return { version: server.version, apiVersion: server.apiVersion, claimed: server.claimed };
};

export const parseCapabilities = (body: unknown): PlexCapabilities | null => {
  const server = rawShelf.capabilities.safeParse(parseContainer(body)).data;
  if (!server?.machineIdentifier || server.version === null) return null;
  const features = server.ownerFeatures?.split(',').flatMap((feature) => feature.trim() || []) ?? null;
  const has = (...names: string[]) => features && names.some((name) => features.includes(name));
  return {
    name: server.friendlyName ?? server.machineIdentifier,
    version: server.version,
    platform: server.platform,
    platformVersion: server.platformVersion,
    plexPass: server.myPlexSubscription,
    ownerFeatures: features,
    canTerminate: has('session_kick'),
    webhooks: has('webhooks'),
    hardwareTranscoding: has('hardware_transcoding', 'hwtranscode'),
    activeVideoTranscodes: server.transcoderActiveVideoSessions,
  };
};

export const parseDevices = (body: unknown, note: Note): PlexDevice[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const entries = parseEntries(rawShelf.device, container['Device'], 'device', note);
  return keyed(
    entries,
    ({ id }) => id,
    'device',
    note,
    (device, id) => ({
      id,
      name: device.name,
      platform: device.platform,
      clientId: device.clientIdentifier,
      createdAtMs: toAtMs(device.createdAt),
    }),
  );
};

export const parseAccounts = (body: unknown, note: Note): PlexAccount[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const entries = parseEntries(rawShelf.account, container['Account'], 'account', note);
  return keyed(
    entries,
    ({ id }) => id,
    'account',
    note,
    (account, id) => ({
      id,
      name: account.name,
      thumb: account.thumb,
      defaultAudioLanguage: account.defaultAudioLanguage,
      defaultSubtitleLanguage: account.defaultSubtitleLanguage,
    }),
  );
};

/** Which item a transcode is for this list does not say; how far it is ahead of its viewer, only a session does. */
const ofUnknown = { positionMs: null, durationMs: null, live: false };

/** `*` is whatever comes, as on live TV. */
const toCodec = (codec: string | null): string | null => (codec === '*' ? null : codec);

export const parseTranscodes = (body: unknown, note: Note): PlexTranscode[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const schema = raw.transcodeSession.extend(rawShelf.transcode.shape);
  const entries = parseEntries(schema, container['TranscodeSession'], 'transcode', note);
  return keyed(
    entries,
    ({ key }) => key,
    'transcode',
    note,
    (transcode) => {
      const { aheadMs: _, ...known } = toTranscode(transcode, ofUnknown);
      return {
        ...known,
        subtitleDecision: transcode.subtitleDecision,
        sourceVideoCodec: transcode.sourceVideoCodec,
        sourceAudioCodec: transcode.sourceAudioCodec,
        videoCodec: toCodec(transcode.videoCodec),
        audioCodec: toCodec(transcode.audioCodec),
        audioChannels: transcode.audioChannels,
        width: transcode.width,
        height: transcode.height,
        // Live TV has no progress, and two hours stand where its length would be.
        durationMs: known.progress === null ? null : transcode.duration,
        remainingMs: transcode.remaining === null || known.progress === null ? null : transcode.remaining * 1000,
        context: transcode.context,
      };
    },
  );
};
