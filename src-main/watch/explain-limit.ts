// Whether too little bandwidth is the reason: the relay, a limit of the server for remote streams, or a quality setting.
import { type AudioStream, type VideoStream } from '../../src-contract/media.ts';
import { type Finding, type Subject } from './explain-subject.ts';
import { heightOf, isMadeSmaller } from './picture-size.ts';
import { pictureDoubts, soundDoubts, type Rates } from './player-known.ts';

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

/** The smaller of the two caps where the delivery fits it. */
export const relayKbpsOf = (subject: Subject): number =>
  (bitratesOf(subject).to ?? Infinity) <= RELAY_FREE_KBPS * 1.1 ? RELAY_FREE_KBPS : RELAY_KBPS;

/** Far below the cap of the relay something else has set a smaller limit. */
const relay = (subject: Subject, from: number, to: number): Finding | null => {
  if (subject.network.location !== 'relay') return null;
  const limitKbps = relayKbpsOf(subject);
  if (from <= limitKbps || to > limitKbps * 1.1 || to < limitKbps * 0.6) return null;
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

type Side = { sent: readonly Rates[]; cuts: readonly number[] };

/** Players keep one quality for home and another for elsewhere, so only what was seen there counts. */
const sideOf = ({ network, known }: Subject): Side => {
  const side = network.location === 'lan' ? 'home' : 'away';
  return { sent: known.sent[side], cuts: known.cuts[side] };
};

/** Cut down before to what it gets now, and seldom to anything else: a setting stays, what a file needs differs. */
const isCutAsBefore = ({ cuts }: Side, from: number | null, to: number): boolean => {
  const same = cuts.filter((kbps) => to <= kbps * 1.05 && to >= kbps * 0.75);
  return from !== null && to < from * 0.95 && same.length > cuts.length * 0.6;
};

/** Mostly it was sent much more, where the files had more: no setting holds it there. */
const isFree = ({ sent }: Side, to: number): boolean => {
  const larger = sent.filter((one) => one.from > to * 1.4);
  return larger.filter((one) => one.to > to * 1.4).length > larger.length / 2;
};

/** Whether the picture was cut down as a quality setting does it, and nothing simpler explains that. */
const looksChosen = (subject: Subject, source: VideoStream, delivered: VideoStream, to: number | null): boolean => {
  const { lore, known, network } = subject;
  const { from } = bitratesOf(subject);
  const side = sideOf(subject);
  const [wasHigh, isHigh] = [heightOf(source), heightOf(delivered)];
  if (to !== null && isCutAsBefore(side, from, to)) return true;
  const doubts = pictureDoubts(source, lore, known);
  if (isMadeSmaller({ source, delivered }) && wasHigh !== null && isHigh !== null) {
    const size = doubts.find(({ code }) => code === 'video-resolution' || code === 'video-codec');
    if (to !== null && isFree(side, to) && size) return false;
    if (known.maxHeight !== null && isHigh <= known.maxHeight && wasHigh > known.maxHeight) return false;
    if (isHigh <= 720) return true;
    if (doubts.some(({ code, sure }) => sure && code === 'video-resolution')) return false;
    if (lore.maxHeight !== null && isHigh <= lore.maxHeight && wasHigh > lore.maxHeight) return false;
    if (from === null || to === null) return false;
    // A player that only shows less gets nearly the bits of the file; at home hardly anybody chooses less.
    return to < from * 0.35 ? to <= 16_000 : network.location !== 'lan' && to <= 12_600;
  }
  // Sound that is converted too must not look like a smaller picture.
  const [was, is] = [source.bitrateKbps ?? from, delivered.bitrateKbps ?? to];
  if (was === null || is === null || to === null || presetOf(to, isHigh) === null) return false;
  if (isFree(side, to) && doubts.length > 0) return false;
  return is / was < (source.codec === delivered.codec ? 0.8 : 0.6);
};

/** What a setting for music gives: 320 kbps at most, of a file that this player takes and that has more. */
const looksChosenForMusic = (subject: Subject, source: AudioStream, to: number | null): boolean => {
  const { from } = bitratesOf(subject);
  if (from === null || to === null || to > 330 || from <= to * 1.3) return false;
  const side = sideOf(subject);
  if (isCutAsBefore(side, from, to)) return true;
  const doubts = soundDoubts(source, subject.lore, subject.known).filter(({ code }) => code !== 'audio-bitrate');
  // Most players take FLAC, and outside many ask for less.
  const isOpen = doubts.every(({ sure }) => !sure) && source.codec === 'flac' && (source.samplingRateHz ?? 0) <= 48_000;
  return doubts.length === 0 || (subject.network.location !== 'lan' && isOpen);
};

const isChosen = (subject: Subject, to: number | null): boolean => {
  const { video, audio } = subject.stream;
  if (video !== null) {
    const { source, delivered } = video;
    return source !== null && delivered !== null && looksChosen(subject, source, delivered, to);
  }
  return audio?.source ? looksChosenForMusic(subject, audio.source, to) : false;
};

/** Null where nothing speaks for it. */
export const explainLimit = (subject: Subject): Finding | null => {
  const { video, audio } = subject.stream;
  if (video === null ? audio?.decision !== 'transcode' : video.decision !== 'transcode') return null;
  const { from, to } = bitratesOf(subject);
  const known = from !== null && to !== null ? (relay(subject, from, to) ?? remote(subject, from, to)) : null;
  if (known) return known;
  if (!isChosen(subject, to)) return null;
  const limitKbps = to === null ? null : (presetOf(to, heightOf(video?.delivered)) ?? to);
  return { code: 'quality-setting', confidence: 'likely', limitKbps };
};
