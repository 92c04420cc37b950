// What the server stores of an item: every version with every stream, and where the credits begin.
import { type MediaVersion, type SourceMedia } from '../../src-contract/media.ts';
import { type Item } from '../../src-contract/session.ts';
import { toList } from './lenient.ts';
import { type Note } from './oddities.ts';
import { parseContainer, parseEntries, raw, type RawEntry, type RawMedia, type RawPart } from './schemas.ts';
import { toItem } from './to-item.ts';
import { STREAM_TYPE, toAudioStream, toContainer, toSubtitleStream, toVideoStream } from './to-streams.ts';

/** Plex's optimiser marks its versions so (Tautulli pmsconnect.py). */
const OPTIMIZED_PROXY = 42;

const toVersion = (media: RawMedia, part: RawPart | null): MediaVersion => {
  const ofType = (type: number) => part?.Stream.filter((stream) => stream.streamType === type) ?? [];
  return {
    mediaId: media.id,
    partId: part?.id ?? null,
    container: toContainer(media, part?.container ?? null),
    optimized: media.proxyType === OPTIMIZED_PROXY,
    video: ofType(STREAM_TYPE.video).map((stream) => ({ ...toVideoStream(stream, media), streamId: stream.id })),
    audio: ofType(STREAM_TYPE.audio).map((stream) => ({
      ...toAudioStream(stream, media),
      streamId: stream.id,
      isDefault: stream.default === true,
    })),
    subtitles: ofType(STREAM_TYPE.subtitle).map((stream) => ({ ...toSubtitleStream(stream), streamId: stream.id })),
  };
};

/** One version for each part: a film in two files is two parts, and the session names the one that plays. */
export const toVersions = (media: RawMedia): MediaVersion[] =>
  media.Part.length === 0 ? [toVersion(media, null)] : media.Part.map((part) => toVersion(media, part));

/** The final credits, else the first ones: a scene after the credits does not make the film unwatched. */
const toCreditsStartMs = (markers: RawEntry['Marker']): number | null => {
  const credits = markers
    .filter((marker) => marker.type === 'credits')
    .toSorted((one, other) => (one.startTimeOffset ?? 0) - (other.startTimeOffset ?? 0));
  return (credits.find((marker) => marker.final === true) ?? credits[0])?.startTimeOffset ?? null;
};

const toSourceMedia = (entry: RawEntry, ratingKey: string): SourceMedia => ({
  ratingKey,
  guid: entry.guid,
  durationMs: entry.duration !== null && entry.duration > 0 ? entry.duration : (entry.Media[0]?.duration ?? null),
  creditsStartMs: toCreditsStartMs(entry.Marker),
  versions: entry.Media.flatMap(toVersions),
});

/** What it is, and what is stored of it. */
export type Stored = { item: Item; source: SourceMedia };

/** The answer of `/library/metadata/{ratingKey}`: `missing` when it holds no item, null when it is no such answer. */
export const parseStored = (body: unknown, ratingKey: string, note: Note): Stored | 'missing' | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const list = ['Metadata', 'Video', 'Track', 'Photo'].flatMap((key) => toList(container[key]));
  const entries = parseEntries(raw.entry, list, 'library item', note);
  const entry = entries.find((candidate) => candidate.ratingKey === ratingKey) ?? entries[0];
  return entry ? { item: toItem(entry, entry.Media[0] ?? null), source: toSourceMedia(entry, ratingKey) } : 'missing';
};

/** The same, of which only what is stored is wanted. */
export const parseSource = (body: unknown, ratingKey: string, note: Note): SourceMedia | 'missing' | null => {
  const stored = parseStored(body, ratingKey, note);
  return stored === null || stored === 'missing' ? stored : stored.source;
};
