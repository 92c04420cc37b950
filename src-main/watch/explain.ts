// Why a stream is not a direct play, from the streams alone. What they do not show is `unknown`, never a guess.
import { type Reason } from '../../src-contract/reason.ts';
import { type Stream } from '../../src-contract/session.ts';
import { describeAudio, describeCodec, describeSubtitle, describeVideo } from './codec-words.ts';

const unknown = (text: string, evidence: Reason['evidence'] = { source: null, delivered: null }): Reason => ({
  code: 'unknown',
  confidence: 'unknown',
  evidence,
  text,
  remedy: null,
});

const UNTOLD = 'What the source is made of is not known, so neither is the reason.';

/** Burned in means drawn into every picture, so the picture must be encoded again. */
const explainSubtitle = ({ subtitle }: Stream): Reason | null => {
  if (!subtitle?.burned) return null;
  const shown = subtitle.source ?? subtitle.delivered;
  const evidence = { source: describeSubtitle(shown), delivered: 'burned into the picture' };
  const name = shown?.language ? `The ${shown.language} subtitle` : 'The subtitle';
  const codec = describeCodec(shown?.codec);
  const kind = codec === null ? '' : ` (${codec})`;
  if (shown?.format === 'picture') {
    return {
      code: 'picture-subtitle-burned',
      confidence: 'certain',
      evidence,
      text: `${name} is a picture${kind}; it must be burned in.`,
      remedy: 'Add a text subtitle (SRT) in this language, or turn the subtitle off in the player.',
    };
  }
  if (shown?.format === 'text') {
    return {
      code: 'text-subtitle-burned',
      confidence: 'certain',
      evidence,
      text: `${name} is text${kind}, but it is burned into the picture.`,
      remedy: 'In the player, set "Burn subtitles" to "Only image formats", or use an SRT subtitle.',
    };
  }
  return unknown(`${name} is burned into the picture; what kind it is, Plex does not say.`, evidence);
};

const HEIGHTS: Record<string, number> = { '8k': 4320, '4k': 2160, '2k': 1440, sd: 480 };

const heightOf = (resolution: string | null | undefined): number | null =>
  resolution === null || resolution === undefined
    ? null
    : (HEIGHTS[resolution.toLowerCase()] ?? (Number(resolution) || null));

const isMadeSmaller = (video: NonNullable<Stream['video']>): boolean => {
  const source = heightOf(video.source?.resolution);
  const delivered = heightOf(video.delivered?.resolution);
  return source !== null && delivered !== null && delivered < source;
};

const explainVideo = ({ video, subtitle }: Stream): Reason | null => {
  if (video?.decision !== 'transcode' || subtitle?.burned) return null;
  const evidence = { source: describeVideo(video.source), delivered: describeVideo(video.delivered) };
  const from = describeCodec(video.source?.codec);
  const to = describeCodec(video.delivered?.codec);
  if (from === null || to === null) return unknown(UNTOLD, evidence);
  if (from === to) {
    return unknown(
      isMadeSmaller(video)
        ? `The picture stays ${from} and is made smaller: for a quality setting or a limit, it is not known which.`
        : `The picture stays ${from}; why it is converted is not known.`,
      evidence,
    );
  }
  if (isMadeSmaller(video)) {
    return unknown(
      `The picture is made smaller and changed from ${from} to ${to}; either can be the reason.`,
      evidence,
    );
  }
  return {
    code: 'video-codec',
    confidence: 'likely',
    evidence,
    text: `The picture is ${from}, which this player does not take; it gets ${to}.`,
    remedy: `A player that plays ${from}, or a version of the file in ${to}, needs no conversion.`,
  };
};

const explainAudio = ({ audio }: Stream): Reason | null => {
  if (audio?.decision !== 'transcode') return null;
  const evidence = { source: describeAudio(audio.source), delivered: describeAudio(audio.delivered) };
  const from = describeCodec(audio.source?.codec);
  const to = describeCodec(audio.delivered?.codec);
  if (from === null || to === null) return unknown(UNTOLD, evidence);
  if (from === to) {
    return unknown(`The sound stays ${from}; why it is converted is not known.`, evidence);
  }
  return {
    code: 'audio-codec',
    confidence: 'likely',
    evidence,
    text: `The sound is ${from}, which this player does not take; it gets ${to}.`,
    remedy: `Choose another sound track in the player, or add one in ${to}.`,
  };
};

/** The streams are untouched and only what they are wrapped in differs: that proves it. */
const explainContainer = ({ decision, container }: Stream): Reason | null => {
  if (decision !== 'copy' || container.decision === 'direct-play') return null;
  const from = describeCodec(container.source?.container);
  const to = describeCodec(container.delivered?.container);
  const evidence = { source: from, delivered: to };
  if (from === null || to === null) return unknown(UNTOLD, evidence);
  if (from === to) {
    return unknown(`The file is repackaged though it is ${from} before and after; Plex does not say why.`, evidence);
  }
  return {
    code: 'container',
    confidence: 'certain',
    evidence,
    text: `The file is repackaged from ${from} to ${to}; picture and sound stay as they are.`,
    remedy: `This costs the server little. A file in ${to} would be played directly.`,
  };
};

/** No reasons for a direct play; at least one for everything else. */
export const explain = (stream: Omit<Stream, 'confirmed'>): Reason[] => {
  if (stream.decision === 'direct-play') return [];
  const whole: Stream = { ...stream, confirmed: true };
  const reasons = [explainSubtitle, explainVideo, explainAudio, explainContainer]
    .map((explainPart) => explainPart(whole))
    .filter((reason) => reason !== null);
  const told = reasons.filter(({ text }, at) => reasons.findIndex((one) => one.text === text) === at);
  return told.length > 0 ? told : [unknown('Plex does not say why this stream is converted.')];
};
