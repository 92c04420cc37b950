// One entry of Plex's session list in our words.
import { type SeenSession } from '../../src-contract/heard.ts';
import { type Network, type Player } from '../../src-contract/session.ts';
import { type SessionState } from '../../src-contract/words.ts';
import { mapInSlices } from '../lib/map-in-slices.ts';
import { toList } from './lenient.ts';
import { type Note } from './oddities.ts';
import { noMedia, noStream, parseContainer, parseEntries, raw } from './schemas.ts';
import { type RawEntry, type RawMedia, type RawPart, type RawStream, type RawTranscode } from './schemas.ts';
import { toItem } from './to-item.ts';
import { STREAM_TYPE, toAudioStream, toContainer, toDecision, toSubtitleStream, toVideoStream } from './to-streams.ts';
import { toTranscode } from './to-transcode.ts';

const selectedOrFirst = <Entry extends { selected: boolean | null }>(entries: Entry[]): Entry | null =>
  entries.find((entry) => entry.selected === true) ?? entries[0] ?? null;

/** IPv4 clients of a dual-stack server come as `::ffff:192.0.2.1`. */
const toAddress = (address: string | null): string | null => address?.replace(/^::ffff:/i, '') ?? null;

/** `error` is a player that is stuck; whatever else is listed is taken to play until a message says more. */
const toState = (word: string | null): SessionState => {
  if (word === 'paused' || word === 'buffering') return word;
  return word === 'error' ? 'buffering' : 'playing';
};

const toPlayer = (player: RawEntry['Player']): Player => ({
  title: player?.title ?? player?.product ?? player?.device ?? player?.platform ?? '',
  product: player?.product ?? null,
  // DLNA players have an empty platform (Tautulli pmsconnect.py).
  platform: player?.platform ?? (player?.product === 'DLNA' ? 'DLNA' : null),
  platformVersion: player?.platformVersion ?? null,
  device: player?.device ?? null,
  version: player?.version ?? null,
  profile: player?.profile ?? null,
  machineId: player?.machineIdentifier ?? null,
  address: toAddress(player?.address ?? null),
  publicAddress: toAddress(player?.remotePublicAddress ?? null),
});

/** 10,000,000 kbps is Plex's way to say that it knows no limit. */
const NO_LIMIT_KBPS = 10_000_000;

const toLocation = (entry: RawEntry): Network['location'] => {
  const [word, player] = [entry.Session?.location?.toLowerCase() ?? null, entry.Player];
  const local = player?.local ?? null;
  const said = word === 'cellular' ? 'wan' : word === 'lan' || word === 'wan' || word === 'relay' ? word : null;
  const place = said ?? (local === null ? null : local ? 'lan' : 'wan');
  // Servers before the `relayed` flag: a relayed player is not local and comes out of our own machine (Tautulli).
  const relayed =
    player?.relayed ?? (place !== 'lan' && toAddress(player?.remotePublicAddress ?? null) === '127.0.0.1');
  return relayed ? 'relay' : place;
};

const toNetwork = (entry: RawEntry): Network => {
  const kbps = entry.Session?.bandwidth ?? null;
  return {
    location: toLocation(entry),
    secure: entry.Player?.secure ?? null,
    bandwidthKbps: kbps === null || kbps <= 0 || kbps >= NO_LIMIT_KBPS ? null : kbps,
  };
};

/**
 * A stream without `decision` is played directly, whatever TranscodeSession may be attached. Only where Plex lists
 * no decisions by stream at all (live TV, or no streams) does the TranscodeSession speak for them, as in Tautulli.
 */
const decide = (stream: RawStream | null, live: boolean, transcodeWord: string | null | undefined) =>
  toDecision(stream?.decision ?? (live || stream === null ? (transcodeWord ?? null) : null));

const toSubtitle = (streams: RawStream[], transcode: RawTranscode | null): SeenSession['delivered']['subtitle'] => {
  const found =
    streams.find((stream) => stream.selected === true) ?? streams.find((stream) => stream.decision !== null) ?? null;
  if (found === null) return null;
  const word = found.decision ?? transcode?.subtitleDecision ?? null;
  return { streamId: found.id, decision: toDecision(word), burned: word === 'burn', stream: toSubtitleStream(found) };
};

type Delivery = { media: RawMedia; part: RawPart | null; transcode: RawTranscode | null; live: boolean };

const toDelivered = ({ media, part, transcode, live }: Delivery): SeenSession['delivered'] => {
  const ofType = (type: number) => part?.Stream.filter((stream) => stream.streamType === type) ?? [];
  const video = selectedOrFirst(ofType(STREAM_TYPE.video));
  const audio = selectedOrFirst(ofType(STREAM_TYPE.audio));
  return {
    mediaId: media.id,
    partId: part?.id ?? null,
    partDecision: toDecision(part?.decision ?? null),
    container: toContainer(media, part?.container ?? null),
    video:
      video || media.videoCodec !== null
        ? {
            streamId: video?.id ?? null,
            decision: decide(video, live, transcode?.videoDecision),
            stream: toVideoStream(video ?? noStream, media),
          }
        : null,
    audio:
      audio || media.audioCodec !== null
        ? {
            streamId: audio?.id ?? null,
            decision: decide(audio, live, transcode?.audioDecision),
            stream: toAudioStream(audio ?? noStream, media),
          }
        : null,
    subtitle: toSubtitle(ofType(STREAM_TYPE.subtitle), transcode),
  };
};

/** Null when it has no sessionKey: nothing could follow it then. */
const toSeenSession = (entry: RawEntry): SeenSession | null => {
  if (entry.sessionKey === null) return null;
  const media = selectedOrFirst(entry.Media) ?? noMedia;
  const transcode = entry.TranscodeSession ?? media.TranscodeSession;
  const item = toItem(entry, media);
  const positionMs = entry.viewOffset !== null && entry.viewOffset >= 0 ? entry.viewOffset : null;
  return {
    sessionKey: entry.sessionKey,
    terminateId: entry.Session?.id ?? null,
    account: {
      id: entry.User?.id ?? entry.Player?.userID ?? null,
      name: entry.User?.title ?? null,
      thumb: entry.User?.thumb ?? null,
    },
    item,
    player: toPlayer(entry.Player),
    state: toState(entry.Player?.state ?? null),
    positionMs,
    network: toNetwork(entry),
    delivered: toDelivered({ media, part: selectedOrFirst(media.Part), transcode, live: item.live }),
    transcode: transcode && toTranscode(transcode, { positionMs, durationMs: item.durationMs, live: item.live }),
  };
};

/**
 * The entries of an answer of `/status/sessions`. Null when it is no session list, which must not be taken for an idle
 * server: an idle one says so with its `size` of 0 (and no list).
 */
const listEntries = (body: unknown): unknown[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  // JSON has everything in `Metadata`; an answer that was turned from XML keeps the elements' names.
  const list = ['Metadata', 'Video', 'Track', 'Photo'].flatMap((key) => toList(container[key]));
  return list.length === 0 && Number(container['size'] ?? 0) > 0 ? null : list;
};

const readEntry =
  (note: Note) =>
  (listed: unknown): SeenSession[] =>
    parseEntries(raw.entry, [listed], 'session', note).flatMap((entry) => {
      const session = toSeenSession(entry);
      if (session === null) note('session without a key');
      return session === null ? [] : [session];
    });

/** Every session that can be read; null when it is no session list. */
export const parseSessions = (body: unknown, note: Note): SeenSession[] | null =>
  listEntries(body)?.flatMap(readEntry(note)) ?? null;

/** The same of hundreds of sessions, without keeping everybody else waiting. */
export const parseSessionsInSlices = async (body: unknown, note: Note): Promise<SeenSession[] | null> => {
  const list = listEntries(body);
  return list && mapInSlices(list, readEntry(note));
};
