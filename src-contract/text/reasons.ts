// Why a stream is converted, in one plain sentence for each reason, with what the owner can do about it.
import type { ReasonCode } from '../reason.ts';
import type { Stream } from '../session.ts';
import { formatBitrate } from './format.ts';
import type { Scene, Words } from './reason-scene.ts';
import { codecName, describeResolution } from './words-media.ts';

const ANOTHER_FILE = (what: string) => `A version of the file ${what} would need no conversion`;

const subtitleName = ({ stream: { subtitle } }: Scene): string => {
  const shown = subtitle?.source ?? subtitle?.delivered ?? null;
  return shown?.language ? `The ${shown.language} subtitle` : 'The subtitle';
};

const languageOf = ({ stream: { subtitle } }: Scene): string =>
  (subtitle?.source ?? subtitle?.delivered)?.language ?? 'this language';

const channelsOf = (channels: number | null | undefined): string => {
  if (channels === null || channels === undefined) return 'so many channels';
  if (channels <= 2) return channels === 1 ? 'mono' : 'stereo';
  return channels >= 6 ? `${channels - 1}.1` : `${channels}.0`;
};

const neededKbps = ({ stream: { container, video } }: Scene): number | null =>
  container.source?.bitrateKbps ?? video?.source?.bitrateKbps ?? null;

const needs = (told: Scene): string => {
  const kbps = neededKbps(told);
  return kbps === null ? 'The file needs more' : `The file needs ${formatBitrate(kbps)}`;
};

const rangeOf = ({ stream: { video } }: Scene): string =>
  video?.source?.dynamicRange === 'dolby-vision' ? 'Dolby Vision' : 'HDR';

export const reasonWords: Readonly<Record<ReasonCode, Words>> = {
  'picture-subtitle-burned': {
    title: 'Picture subtitles',
    short: 'picture subtitle',
    part: 'subtitle',
    text: (told) => `${subtitleName(told)} is a picture${told.subtitle}; it must be burned in.`,
    remedy: (told) => `Add a text subtitle (SRT) in ${languageOf(told)}, or turn the subtitle off in the player.`,
  },
  'text-subtitle-burned': {
    title: 'Text subtitles burned in',
    short: 'burned-in subtitle',
    part: 'subtitle',
    text: (told) => `${subtitleName(told)} is text${told.subtitle}, but ${told.who} wants it burned in.`,
    remedy: () => 'In the player, set "Burn subtitles" to "Only image formats", or use an SRT subtitle.',
  },
  'relay-limit': {
    title: 'Plex relay',
    short: 'relay',
    part: 'bandwidth',
    text: (told) => `The stream goes through the Plex relay, which lets only ${told.limit} through. ${needs(told)}.`,
    remedy: () => 'Open the port for remote access in the router, so that players reach the server directly.',
  },
  'remote-limit': {
    title: 'Limit for remote streams',
    short: 'remote limit',
    part: 'bandwidth',
    text: (told) =>
      `The stream goes outside, where the server${told.probably} allows only ${told.limit}. ${needs(told)}.`,
    remedy: () =>
      "Raise the limit in Plex's settings under Remote Access, if the line can carry it, or keep a smaller version.",
  },
  'quality-setting': {
    title: 'Quality setting of the player',
    short: 'quality setting',
    part: 'bandwidth',
    text: (told) =>
      `${told.who} is${told.probably} set to a lower quality than the file has: it gets ${told.limit}${told.otherLimit ? '. A limit of the server is the other possibility' : ''}.`,
    remedy: (told) =>
      `In the player, set the ${told.remote ? 'remote' : 'home'} quality to Original or Maximum, if the line can carry it.`,
  },
  'live-tv': {
    title: 'Live TV',
    short: 'live TV',
    part: 'container',
    text: () => 'It is live TV, which Plex converts while it is broadcast.',
    remedy: () =>
      'In the Live TV settings of Plex, "Convert video while recording" and the quality decide how much work it is.',
  },
  'video-codec': {
    title: 'Picture format not taken',
    short: 'video',
    part: 'video',
    text: ({ who, cannot, video: { from, to } }) =>
      `${who} ${cannot} play ${from}, so the picture is converted to ${to}.`,
    remedy: ({ video: { from, to } }) =>
      `No conversion is needed with a version of the file in ${to}, or a player that knows ${from}.`,
  },
  'dynamic-range': {
    title: 'HDR or Dolby Vision',
    short: 'HDR',
    part: 'video',
    text: (told) =>
      `The picture is ${rangeOf(told)} and ${told.who} ${told.cannot} show that, so its colours are converted.`,
    remedy: (told) =>
      `A screen and player with ${rangeOf(told)}, or a second version of the file without it, needs no conversion.`,
  },
  'video-bit-depth': {
    title: 'Colour depth',
    short: 'colour depth',
    part: 'video',
    text: ({ who, cannot, stream, video: { from } }) =>
      `The picture is ${from} with ${stream.video?.source?.bitDepth ?? 10} bits of colour, which ${who} ${cannot} play.`,
    remedy: () => `${ANOTHER_FILE('with 8 bits')}.`,
  },
  'video-profile': {
    title: 'Variant of the picture format',
    short: 'video variant',
    part: 'video',
    text: ({ who, cannot, stream, video: { from } }) =>
      `The picture is a special kind of ${from} (${stream.video?.source?.profile ?? 'profile'}), which ${who} ${cannot} play.`,
    remedy: ({ video: { from } }) => `${ANOTHER_FILE(`in ordinary ${from}`)}.`,
  },
  'video-resolution': {
    title: 'Larger than the player shows',
    short: 'resolution',
    part: 'video',
    text: ({ who, more, stream }) =>
      `The picture is ${resolution(stream, 'source')}, ${more} than ${who} can show; it is made ${resolution(stream, 'delivered')}.`,
    remedy: ({ stream }) => `Keep a ${resolution(stream, 'delivered')} version of it beside the large one.`,
  },
  'video-frame-rate': {
    title: 'Frame rate',
    short: 'frame rate',
    part: 'video',
    text: ({ who, more, stream }) =>
      `The video has ${Math.round(stream.video?.source?.frameRate ?? 0)} pictures a second, ${more} than ${who} can play.`,
    remedy: () => `${ANOTHER_FILE('with 30 pictures a second')}.`,
  },
  'video-interlaced': {
    title: 'Interlaced picture',
    short: 'interlaced',
    part: 'video',
    text: ({ who, cannot }) => `The picture is interlaced, as old television was, which ${who} ${cannot} play.`,
    remedy: () => 'A deinterlaced version of the file would need no conversion.',
  },
  'video-anamorphic': {
    title: 'Stretched picture',
    short: 'stretched picture',
    part: 'video',
    text: ({ who, cannot }) => `The picture is stored squeezed (anamorphic), which ${who} ${cannot} put right.`,
    remedy: () => `${ANOTHER_FILE('with square pixels')}.`,
  },
  'video-reference-frames': {
    title: 'Too many reference frames',
    short: 'video variant',
    part: 'video',
    text: ({ who, cannot, stream }) =>
      `To draw one picture, ${stream.video?.source?.referenceFrames ?? 'many'} others have to be kept in memory (reference frames), which ${who} ${cannot} do.`,
    remedy: () => `${ANOTHER_FILE('with four reference frames')}.`,
  },
  'video-level': {
    title: 'Too demanding for the player',
    short: 'video level',
    part: 'video',
    text: ({ who, more, stream, video: { from } }) =>
      `The picture is ${from} at ${level(stream)}, a measure of how hard it is to play, and that is ${more} than ${who} can do.`,
    remedy: ({ video: { from } }) => `${ANOTHER_FILE(`in ${from} at level 4.1`)}.`,
  },
  'not-analysed': {
    title: 'Plex does not know the file',
    short: 'not analysed',
    part: 'video',
    text: () => 'Plex has not analysed the file and does not know what is in it, so it converts it to be safe.',
    remedy: () => 'In Plex, choose Analyze in the menu of this item.',
  },
  'audio-codec': {
    title: 'Sound format not taken',
    short: 'audio',
    part: 'audio',
    text: ({ who, cannot, audio: { from, to } }) => `${who} ${cannot} play ${from} sound, so it is converted to ${to}.`,
    remedy: ({ audio: { to } }) =>
      `Choose another sound track in the player, or add one in ${to}. Sound costs the server little.`,
  },
  'audio-channels': {
    title: 'More sound channels than the player has',
    short: 'audio channels',
    part: 'audio',
    text: ({ who, cannot, stream }) =>
      `The sound is ${channelsOf(stream.audio?.source?.channels)}, and ${who} ${cannot === 'cannot' ? 'takes' : 'probably takes'} only ${channelsOf(stream.audio?.delivered?.channels)}.`,
    remedy: () => 'In the player, allow surround sound if the speakers have it, or add a stereo track.',
  },
  'audio-sample-rate': {
    title: 'Sampling rate of the sound',
    short: 'audio',
    part: 'audio',
    text: ({ who, cannot, stream }) =>
      `The sound has ${(stream.audio?.source?.samplingRateHz ?? 0) / 1000} kHz, which ${who} ${cannot} play.`,
    remedy: () => `${ANOTHER_FILE('with 48 kHz')}.`,
  },
  'audio-bitrate': {
    title: 'Bit rate of the sound',
    short: 'audio bit rate',
    part: 'audio',
    text: ({ stream, probably }) =>
      `The sound alone takes ${rate(stream.audio?.source?.bitrateKbps)}, which is${probably} too much here; it is made smaller.`,
    remedy: () => 'In the player, raise the quality for music or remote streams, or add a smaller sound track.',
  },
  'audio-track': {
    title: 'Another sound track chosen',
    short: 'other sound track',
    part: 'audio',
    text: ({ who, probably }) =>
      `Not the first sound track was chosen, and ${who}${probably} cannot change tracks by itself, so the file is repackaged.`,
    remedy: () => 'This costs the server little. A file with that track first would be played directly.',
  },
  'subtitle-format': {
    title: 'Subtitle format not taken',
    short: 'subtitle',
    part: 'subtitle',
    text: (told) =>
      `${subtitleName(told)}${told.subtitle} is${told.probably} of a kind that ${told.who} cannot read by itself, so it is converted.`,
    remedy: (told) => `This costs the server little. An SRT subtitle in ${languageOf(told)} avoids it.`,
  },
  container: {
    title: 'Packaging of the file not taken',
    short: 'container',
    part: 'container',
    text: ({ stream: { container } }) =>
      `The file is repackaged from ${containerName(container.source)} to ${containerName(container.delivered)}; picture and sound stay as they are.`,
    remedy: ({ stream: { container } }) =>
      `This costs the server little. A file in ${containerName(container.delivered)} would be played directly.`,
  },
  forced: {
    title: 'Direct play is off',
    short: 'direct play off',
    part: 'container',
    text: ({ who, probably }) =>
      `Nothing in the file asks for it: direct play is${probably} switched off in ${who}, or Plex insists on converting.`,
    remedy: () => 'In the settings of the player, allow direct play and direct stream.',
  },
  'optimized-version': {
    title: 'Optimised version',
    short: 'optimised version',
    part: 'bandwidth',
    text: ({ stream: { decision } }) =>
      decision === 'direct-play'
        ? 'The smaller version that Plex made beforehand is played, so nothing has to be converted.'
        : 'The smaller version that Plex made beforehand is played.',
    remedy: null,
  },
  unknown: {
    title: 'Not known',
    short: null,
    part: 'video',
    text: ({ stream }) =>
      stream.video?.source === null && stream.audio?.source === null
        ? `Plex has not said what the file is made of, so why ${whatIsDone(stream)} is not known.`
        : `Plex does not say why ${whatIsDone(stream)}, and nothing shows it.`,
    remedy: null,
  },
};

function whatIsDone({ video, audio }: Stream): string {
  if (video?.decision === 'transcode') return 'the picture is converted';
  return audio?.decision === 'transcode' ? 'the sound is converted' : 'it is repackaged';
}

function resolution({ video }: Stream, side: 'source' | 'delivered'): string {
  const shape = video?.[side] ?? null;
  return (shape && describeResolution(shape)) ?? (side === 'source' ? 'large' : 'smaller');
}

function level({ video }: Stream): string {
  const number = video?.source?.level ?? null;
  if (number === null) return 'a high level';
  return `level ${(number / (video?.source?.codec === 'hevc' ? 30 : 10)).toFixed(1)}`;
}

function rate(kbps: number | null | undefined): string {
  return kbps === null || kbps === undefined ? 'much' : formatBitrate(kbps);
}

function containerName(container: Stream['container']['source']): string {
  return codecName(container?.container ?? null) ?? 'another one';
}
