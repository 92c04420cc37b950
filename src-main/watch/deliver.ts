// What the file is against what the player gets: source and delivery side by side, part by part.
import { type SeenSession } from '../../src-contract/heard.ts';
import { type AudioStream, type MediaVersion, type SourceMedia, type VideoStream } from '../../src-contract/media.ts';
import { type Stream, type Transcode } from '../../src-contract/session.ts';
import { type Decision } from '../../src-contract/words.ts';

const EFFORT: Record<Decision, number> = { 'direct-play': 0, copy: 1, transcode: 2 };

const hardest = (...decisions: (Decision | undefined)[]): Decision =>
  decisions.reduce<Decision>(
    (hard, decision) => (decision !== undefined && EFFORT[decision] > EFFORT[hard] ? decision : hard),
    'direct-play',
  );

/** The stored version that is being played. */
const pickVersion = (source: SourceMedia | null, delivered: SeenSession['delivered']): MediaVersion | null => {
  const versions = source?.versions ?? [];
  const ofMedia = versions.filter(({ mediaId }) => mediaId !== null && mediaId === delivered.mediaId);
  const ofPart = ofMedia.find(({ partId }) => partId === delivered.partId);
  return ofPart ?? ofMedia[0] ?? (versions.length === 1 ? (versions[0] ?? null) : null);
};

const pickStream = <Found extends { streamId: string | null }>(
  streams: readonly Found[] | undefined,
  streamId: string | null,
): Found | null => {
  const byId = streams?.find((stream) => stream.streamId !== null && stream.streamId === streamId);
  return byId ?? (streams?.length === 1 ? (streams[0] ?? null) : null);
};

/** Live TV may come without streams; then its TranscodeSession says what is done to each part. */
const undescribed = (decision: Decision | null | undefined) =>
  decision === null || decision === undefined ? null : { source: null, delivered: null, decision };

/** Until the library has answered, the transcode itself says of which codec the file is, and no more. */
const videoByName = (codec: string | null | undefined): VideoStream | null =>
  codec === null || codec === undefined || codec === '*'
    ? null
    : {
        codec,
        profile: null,
        level: null,
        bitrateKbps: null,
        width: null,
        height: null,
        resolution: null,
        frameRate: null,
        bitDepth: null,
        dynamicRange: null,
        interlaced: null,
        anamorphic: null,
      };

const audioByName = (codec: string | null | undefined): AudioStream | null =>
  codec === null || codec === undefined || codec === '*'
    ? null
    : { codec, profile: null, channels: null, bitrateKbps: null, samplingRateHz: null, language: null, title: null };

/** What the transcode says of a part that it converts. */
const named = <Part>(decision: Decision, transcode: Transcode | null, read: (transcode: Transcode) => Part | null) =>
  decision === 'transcode' && transcode !== null ? read(transcode) : null;

/**
 * Decides from the streams alone: a TranscodeSession comes with some direct plays and is missing from some transcodes.
 * Burned-in subtitles mean that the picture is re-encoded. A converted container around untouched streams is a copy,
 * though Plex calls its Part `transcode`; a converted text subtitle costs no more than that.
 */
export const toStream = (
  { delivered, item, transcode }: Pick<SeenSession, 'delivered' | 'item' | 'transcode'>,
  source: SourceMedia | null,
): Omit<Stream, 'confirmed'> => {
  const version = pickVersion(source, delivered);
  const { video, audio, subtitle } = delivered;
  const told = item.live && video === null && audio === null ? transcode : null;
  // A part that is played directly is its own source, once the library has been asked.
  const sourceOf = <Part>(found: Part | null | undefined, own: Part, decision: Decision): Part | null =>
    found ?? (source !== null && decision === 'direct-play' ? own : null);
  const videoPart =
    video === null
      ? undescribed(told?.videoDecision)
      : {
          source:
            sourceOf(pickStream(version?.video, video.streamId), video.stream, video.decision) ??
            (source === null ? named(video.decision, transcode, (of) => videoByName(of.sourceVideoCodec)) : null),
          delivered: video.stream,
          decision: video.decision,
        };
  const audioPart =
    audio === null
      ? undescribed(told?.audioDecision)
      : {
          source:
            sourceOf(pickStream(version?.audio, audio.streamId), audio.stream, audio.decision) ??
            (source === null ? named(audio.decision, transcode, (of) => audioByName(of.sourceAudioCodec)) : null),
          delivered: audio.stream,
          decision: audio.decision,
        };
  const subtitlePart =
    subtitle === null
      ? null
      : {
          source: sourceOf(pickStream(version?.subtitles, subtitle.streamId), subtitle.stream, subtitle.decision),
          delivered: subtitle.stream,
          decision: subtitle.burned ? 'transcode' : subtitle.decision,
          burned: subtitle.burned,
        };
  const inside = hardest(videoPart?.decision, audioPart?.decision, subtitle?.burned ? 'transcode' : undefined);
  const subtitleEffort = subtitlePart === null || subtitlePart.decision === 'direct-play' ? 'direct-play' : 'copy';
  const repackaged = delivered.partDecision === 'direct-play' ? 'direct-play' : hardest('copy', inside);
  return {
    decision: hardest(inside, subtitleEffort, repackaged),
    container: {
      source: sourceOf(version?.container, delivered.container, delivered.partDecision),
      delivered: delivered.container,
      decision: repackaged,
    },
    video: videoPart,
    audio: audioPart,
    subtitle: subtitlePart,
  };
};

const isNear = (one: number | null | undefined, other: number | null | undefined): boolean =>
  typeof one !== 'number' || typeof other !== 'number' || Math.abs(one - other) <= 0.2 * Math.max(one, other);

/** Whether two readings speak of the same delivery. Plex's bit rates waver, so they only have to be near. */
export const isSameDelivery = (one: Stream, other: Stream): boolean =>
  fingerprint(one) === fingerprint(other) &&
  isNear(one.container.delivered?.bitrateKbps, other.container.delivered?.bitrateKbps) &&
  isNear(one.video?.delivered?.bitrateKbps, other.video?.delivered?.bitrateKbps);

const fingerprint = ({ decision, container, video, audio, subtitle }: Stream): string =>
  JSON.stringify([
    decision,
    [container.decision, container.delivered?.container, container.delivered?.protocol],
    video && [video.decision, video.delivered?.codec, video.delivered?.resolution, video.delivered?.dynamicRange],
    audio && [audio.decision, audio.delivered?.codec, audio.delivered?.channels, audio.delivered?.language],
    subtitle && [subtitle.decision, subtitle.burned, subtitle.delivered?.codec, subtitle.delivered?.language],
  ]);
