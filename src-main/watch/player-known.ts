// What this player is known to take and to refuse: from what is public about it, and from what it played on this server.
import { type AudioStream, type VideoStream } from '../../src-contract/media.ts';
import { type ReasonCode } from '../../src-contract/reason.ts';
import { heightOf } from './picture-size.ts';
import { type Lore } from './player-lore.ts';

type Asked = { code: ReasonCode; codec: string | null; asked: number | string };

/** Something that a player refused when nothing else was in the way: all that may have been why, and what was told. */
export type Refusal = { asked: readonly Asked[]; told: readonly ReasonCode[] };

export type Rates = { from: number; to: number };

/** What its plays on this server have shown. */
export type Known = {
  /** What it got as it is. */
  pictures: readonly VideoStream[];
  sounds: readonly AudioStream[];
  containers: readonly string[];
  refused: readonly Refusal[];
  /** What its files need and what it was sent, and the settings to which it was cut down, at home and elsewhere. */
  sent: { home: readonly Rates[]; away: readonly Rates[] };
  cuts: { home: readonly number[]; away: readonly number[] };
  /** The tallest picture it was ever sent, where it never got the large ones as they are. */
  maxHeight: number | null;
};

export const KNOWN_NOTHING: Known = {
  pictures: [],
  sounds: [],
  containers: [],
  refused: [],
  sent: { home: [], away: [] },
  cuts: { home: [], away: [] },
  maxHeight: null,
};

/** Why it may not take something; `sure` when it is known not to. */
export type Doubt = { code: ReasonCode; sure: boolean };

type Aspect<Part> = {
  code: ReasonCode;
  /** How much this asks of a player: more is harder, another word is another thing. Null asks nothing special. */
  asks: (part: Part) => number | string | null;
  /** Decoders have their limits codec by codec; screens and speakers have theirs whatever the codec is. */
  perCodec: boolean;
};

const above = (value: number | null | undefined, most: number): number | null =>
  typeof value === 'number' && value > most ? value : null;

/** 4:2:2, 4:4:4 and the like, and the odd variants of old codecs. High 10 is told as colour depth. */
const specialOf = ({ profile }: VideoStream): string | null =>
  /4:[24]|422|444|rext|range ext|simple|professional|cavlc/i.test(profile ?? '') ? (profile ?? null) : null;

/** As Plex writes levels: 42 is 4.2 in H.264 (1080p with 60 pictures), 153 is 5.1 in HEVC; beyond is not common. */
const levelOf = ({ codec, level }: VideoStream): number | null =>
  above(level, codec === 'hevc' ? 153 : codec === 'h264' ? 42 : Infinity);

const rangeOf = ({ dynamicRange }: VideoStream): string | null => {
  if (dynamicRange === null || dynamicRange === 'sdr') return null;
  return dynamicRange === 'hdr10-plus' ? 'hdr10' : dynamicRange;
};

/** In the order in which they are told where nothing else decides: the later ones often follow from the earlier. */
const PICTURE: readonly Aspect<VideoStream>[] = [
  { code: 'video-codec', asks: ({ codec }) => codec, perCodec: false },
  { code: 'dynamic-range', asks: rangeOf, perCodec: false },
  { code: 'video-interlaced', asks: ({ interlaced }) => (interlaced === true ? 1 : null), perCodec: true },
  { code: 'video-profile', asks: specialOf, perCodec: true },
  { code: 'video-bit-depth', asks: ({ bitDepth }) => above(bitDepth, 8), perCodec: true },
  { code: 'video-frame-rate', asks: ({ frameRate }) => above(frameRate, 31), perCodec: false },
  { code: 'video-resolution', asks: (picture) => above(heightOf(picture), 720), perCodec: true },
  { code: 'video-anamorphic', asks: ({ anamorphic }) => (anamorphic === true ? 1 : null), perCodec: false },
  {
    code: 'video-reference-frames',
    asks: ({ referenceFrames, height }) => above(referenceFrames, (height ?? 0) > 720 ? 4 : 9),
    perCodec: true,
  },
  { code: 'video-level', asks: levelOf, perCodec: true },
];

const SOUND: readonly Aspect<AudioStream>[] = [
  { code: 'audio-codec', asks: ({ codec }) => codec, perCodec: false },
  { code: 'audio-channels', asks: ({ channels }) => above(channels, 2), perCodec: true },
  { code: 'audio-sample-rate', asks: ({ samplingRateHz }) => above(samplingRateHz, 48_000), perCodec: true },
  { code: 'audio-bitrate', asks: ({ bitrateKbps }) => above(bitrateKbps, 0), perCodec: true },
];

const reaches = (most: number | string | null, asked: number | string): boolean =>
  typeof most === 'number' && typeof asked === 'number' ? most >= asked : most === asked;

/** H.264 in 10 bits or 4:2:2 is left out by the decoders of nearly all players. */
const isHopeless = (code: ReasonCode, { codec, profile }: VideoStream): boolean =>
  codec === 'h264' && (code === 'video-bit-depth' || (code === 'video-profile' && !/simple/i.test(profile ?? '')));

const loreRefuses = (code: ReasonCode, asked: number | string, picture: VideoStream, lore: Lore): boolean => {
  if (code === 'video-codec') return lore.lacks.includes(String(asked));
  if (code === 'dynamic-range') return lore.lacks.includes(String(asked));
  if (code === 'video-resolution') return lore.maxHeight !== null && Number(asked) > lore.maxHeight;
  if (code === 'video-level')
    return picture.codec === 'h264' && lore.maxLevel !== null && Number(asked) > lore.maxLevel;
  if (code === 'video-reference-frames') return lore.maxReferences !== null && Number(asked) > lore.maxReferences;
  return isHopeless(code, picture);
};

/** Whether this asks as much in all that may have been why: then it is refused for the same. */
const toldBefore = (asked: readonly Asked[], refused: readonly Refusal[]): ReasonCode[] =>
  refused
    .filter((before) =>
      before.asked.every((one) =>
        asked.some(
          ({ code, codec, asked: now }) => code === one.code && codec === one.codec && reaches(now, one.asked),
        ),
      ),
    )
    .flatMap(({ told }) => told);

/** All that this asks and that the player has not been seen to take. */
const asksOf = <Part extends { codec: string | null }>(
  part: Part,
  aspects: readonly Aspect<Part>[],
  taken: readonly Part[],
): Asked[] =>
  aspects.flatMap((aspect) => {
    const asked = aspect.asks(part);
    if (asked === null || isTaken(aspect, asked, part.codec, taken)) return [];
    return [{ code: aspect.code, codec: aspect.perCodec ? part.codec : null, asked }];
  });

const isTaken = <Part extends { codec: string | null }>(
  { asks, perCodec }: Aspect<Part>,
  asked: number | string,
  codec: string | null,
  taken: readonly Part[],
): boolean => taken.some((one) => (!perCodec || one.codec === codec) && reaches(asks(one), asked));

/** Of a codec that it lacks nothing else matters. */
const withoutRest = (doubts: Doubt[], codec: ReasonCode): Doubt[] =>
  doubts[0]?.code === codec && doubts[0].sure ? doubts.slice(0, 1) : doubts;

/** Why the player may refuse this picture. */
export const pictureDoubts = (picture: VideoStream, lore: Lore, known: Known): Doubt[] => {
  if (lore.everything) return [];
  const all = asksOf(picture, PICTURE, known.pictures).filter(
    ({ code, asked }) => code !== 'video-codec' || (asked !== 'h264' && !lore.plays.includes(String(asked))),
  );
  const before = toldBefore(all, known.refused);
  const doubts = all.map(({ code, asked }): Doubt => {
    const isTooTall = code === 'video-resolution' && known.maxHeight !== null && Number(asked) > known.maxHeight;
    return { code, sure: isTooTall || before.includes(code) || loreRefuses(code, asked, picture, lore) };
  });
  return withoutRest(doubts, 'video-codec');
};

/** AAC and MP3 are taken by everybody, if not in surround. */
const COMMON = ['aac', 'mp3'];

/** FLAC is taken by most players, if not at any sampling rate: then that goes first. */
const inOrder = (doubts: Doubt[], { codec }: AudioStream): Doubt[] => {
  const rate = doubts.find(({ code }) => code === 'audio-sample-rate');
  return codec === 'flac' && rate && !doubts[0]?.sure ? [rate, ...doubts.filter((doubt) => doubt !== rate)] : doubts;
};

export const soundDoubts = (sound: AudioStream, lore: Lore, known: Known): Doubt[] => {
  if (lore.everything) return [];
  const all = asksOf(sound, SOUND, known.sounds).filter(
    ({ code, asked }) =>
      code !== 'audio-codec' || (!COMMON.includes(String(asked)) && !lore.plays.includes(String(asked))),
  );
  const before = toldBefore(all, known.refused);
  const most = lore.channels[sound.codec ?? ''] ?? Infinity;
  const doubts = all.map(({ code, asked }): Doubt => {
    const isLacking = code === 'audio-codec' && lore.lacks.includes(String(asked));
    return { code, sure: isLacking || before.includes(code) || (code === 'audio-channels' && Number(asked) > most) };
  });
  return inOrder(withoutRest(doubts, 'audio-codec'), sound);
};

/** A level is also how much memory a decoder has: what asks for more references than there is room for is beyond both. */
const TOGETHER: readonly ReasonCode[] = ['video-reference-frames', 'video-level'];

/** What is told where nothing is known for sure: the first, as the others often follow from it. */
export const likeliest = (doubts: readonly Doubt[]): Doubt[] => {
  const [first] = doubts;
  if (first === undefined) return [];
  return TOGETHER.includes(first.code) ? doubts.filter(({ code }) => TOGETHER.includes(code)) : [first];
};

/** What was asked of a player that refused for these. */
export const toRefusal = (part: VideoStream | AudioStream, doubts: readonly Doubt[]): Refusal | null => {
  if (doubts.length === 0 || doubts.some(({ sure }) => sure)) return null;
  const all = 'channels' in part ? asksOf(part, SOUND, []) : asksOf(part, PICTURE, []);
  const asked = all.filter(({ code }) => doubts.some((doubt) => doubt.code === code));
  return { asked, told: likeliest(doubts).map(({ code }) => code) };
};

/** Null where it is not known. */
export const takesContainer = (container: string, lore: Lore, known: Known): boolean | null => {
  if (lore.everything || lore.plays.includes(container) || known.containers.includes(container)) return true;
  return lore.lacks.includes(container) ? false : null;
};
