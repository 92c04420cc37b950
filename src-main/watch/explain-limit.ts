// Whether too little bandwidth is the reason: the relay, a limit of the server for remote streams, or a quality setting.
import { type VideoStream } from '../../src-contract/media.ts';
import { type Finding, type Subject } from './explain-subject.ts';

/** What players offer as quality, with the tallest picture in each (Tautulli common.py, `VIDEO_QUALITY_PROFILES`). */
const PRESETS: readonly (readonly [kbps: number, height: number])[] = [
  [96, 160],
  [208, 160],
  [320, 240],
  [720, 328],
  [1500, 480],
  [2000, 720],
  [3000, 720],
  [4000, 720],
  [8000, 1080],
  [10_000, 1080],
  [12_000, 1080],
  [20_000, 1080],
  [40_000, 2160],
];

/** Plex Relay carries 2 Mbps with Plex Pass and 1 Mbps without (support.plex.tv, "Accessing a Server through Relay"). */
const RELAY_KBPS = 2000;
const RELAY_FREE_KBPS = 1000;

/** An encoder that aims at a limit comes this near to it; what is smaller may have had a smaller one. */
const FULL = 0.8;

const CLASSES: Readonly<Record<string, number>> = { '8k': 4320, '4k': 2160, '2k': 1440, sd: 480 };

/** By its width, as a film in CinemaScope is 1080p with 800 lines. */
export const heightOf = (video: VideoStream | null | undefined): number | null => {
  if (!video) return null;
  const word = video.resolution?.toLowerCase() ?? null;
  const said = word === null ? null : (CLASSES[word] ?? (Number(word) || null));
  return said ?? video.height;
};

export const isMadeSmaller = ({ source, delivered }: { source: VideoStream | null; delivered: VideoStream | null }) => {
  const [from, to] = [heightOf(source), heightOf(delivered)];
  return from !== null && to !== null && to < from * 0.9;
};

/** In whole, as limits are: picture and sound together. */
export const bitratesOf = ({ stream: { container, video, audio } }: Subject) => ({
  from:
    container.source?.bitrateKbps ??
    video?.source?.bitrateKbps ??
    (video ? null : (audio?.source?.bitrateKbps ?? null)),
  to:
    container.delivered?.bitrateKbps ??
    video?.delivered?.bitrateKbps ??
    (video ? null : (audio?.delivered?.bitrateKbps ?? null)),
});

/** The setting that gives this picture: its bit rate is just below it, and the picture no taller than it allows. */
const presetOf = (kbps: number, height: number | null): number | null =>
  PRESETS.find(
    ([most, tallest]) => kbps <= most * 1.05 && kbps >= most * 0.7 && (height ?? 0) <= tallest * 1.01,
  )?.[0] ?? null;

const relay = ({ network }: Subject, from: number, to: number): Finding | null => {
  if (network.location !== 'relay') return null;
  const limitKbps = to <= RELAY_FREE_KBPS * 1.1 ? RELAY_FREE_KBPS : RELAY_KBPS;
  if (from <= limitKbps || to > limitKbps * 1.1) return null;
  return { code: 'relay-limit', confidence: to >= limitKbps * FULL ? 'certain' : 'likely', limitKbps };
};

/** The whole line is shared: what one stream gets of it is less. */
const remote = ({ network, limits }: Subject, from: number, to: number): Finding | null => {
  if (network.location !== 'wan' || limits === null) return null;
  const { remoteStreamKbps, uploadKbps } = limits;
  if (remoteStreamKbps !== null && from > remoteStreamKbps && to <= remoteStreamKbps * 1.1) {
    // Far below it something else set a smaller limit.
    if (to < remoteStreamKbps * 0.6) return null;
    const confidence = to >= remoteStreamKbps * FULL ? 'certain' : 'likely';
    return { code: 'remote-limit', confidence, limitKbps: remoteStreamKbps };
  }
  if (uploadKbps !== null && from > uploadKbps * 0.8 && to <= uploadKbps) {
    return to < uploadKbps * 0.4 ? null : { code: 'remote-limit', confidence: 'likely', limitKbps: uploadKbps };
  }
  return null;
};

/** Whether the picture was cut down as a quality setting does it, and nothing simpler explains that. */
const looksChosen = (
  { stream: { video }, lore, network }: Subject,
  from: number | null,
  to: number | null,
): boolean => {
  if (video?.decision !== 'transcode' || video.source === null || video.delivered === null) return false;
  const [wasHigh, isHigh] = [heightOf(video.source), heightOf(video.delivered)];
  const isSameCodec = video.source.codec === video.delivered.codec;
  if (isMadeSmaller({ source: video.source, delivered: video.delivered }) && wasHigh !== null && isHigh !== null) {
    if (isHigh <= 720) return true;
    if (lore.maxHeight !== null && isHigh <= lore.maxHeight && wasHigh > lore.maxHeight) return false;
    if (from === null || to === null) return false;
    // A player that only shows less gets nearly the bits of the file; at home hardly anybody chooses less.
    return to < from * 0.35 ? to <= 16_000 : network.location !== 'lan' && to <= 12_600;
  }
  // Sound that is converted too must not look like a smaller picture.
  const [was, is] = [video.source.bitrateKbps ?? from, video.delivered.bitrateKbps ?? to];
  if (was === null || is === null || to === null || presetOf(to, isHigh) === null) return false;
  return is / was < (isSameCodec ? 0.8 : 0.6);
};

/** What a setting for music gives: 320 kbps at most, of a file that every player takes and that has more. */
const looksChosenForMusic = ({ stream, network }: Subject, from: number | null, to: number | null): boolean => {
  const { video, audio } = stream;
  const common = network.location === 'lan' ? ['flac', 'mp3', 'aac'] : ['flac', 'mp3', 'aac', 'alac'];
  const isLess = from !== null && to !== null && to <= 330 && from > to * 1.3;
  return video === null && audio?.decision === 'transcode' && isLess && common.includes(audio.source?.codec ?? '');
};

/** Null where nothing speaks for it. */
export const explainLimit = (subject: Subject): Finding | null => {
  const { video, audio } = subject.stream;
  if (video === null ? audio?.decision !== 'transcode' : video.decision !== 'transcode') return null;
  const { from, to } = bitratesOf(subject);
  const known = from !== null && to !== null ? (relay(subject, from, to) ?? remote(subject, from, to)) : null;
  if (known) return known;
  if (!looksChosen(subject, from, to) && !looksChosenForMusic(subject, from, to)) return null;
  const limitKbps = to === null ? null : (presetOf(to, heightOf(video?.delivered)) ?? to);
  return { code: 'quality-setting', confidence: 'likely', limitKbps };
};
