// A reason as people read it: the sentence, the evidence, what can be done.
import type { Reason, ReasonCode } from '../reason.ts';
import type { Stream } from '../session.ts';
import { formatBitrate } from './format.ts';
import type { Scene, Told, Words } from './reason-scene.ts';
import { reasonWords } from './reasons.ts';
import { codecName, describeAudio, describeContainer, describeSubtitle, describeVideo } from './words-media.ts';

const subtitleKind = ({ stream: { subtitle } }: Scene): string => {
  const codec = codecName((subtitle?.source ?? subtitle?.delivered)?.codec ?? null);
  return codec === null ? '' : ` (${codec})`;
};

/** The sentence, with the evidence and what can be done. */
export const describeReason = (code: ReasonCode, confidence: Reason['confidence'], scene: Scene): Reason => {
  const { text, remedy } = reasonWords[code];
  const { video, audio } = scene.stream;
  const isSure = confidence === 'certain';
  const told: Told = {
    ...scene,
    who: scene.player ?? 'this player',
    cannot: isSure ? 'cannot' : 'probably cannot',
    more: isSure ? 'more' : 'probably more',
    probably: isSure ? '' : ' probably',
    limit: scene.limitKbps === null ? 'less' : formatBitrate(scene.limitKbps),
    video: {
      from: codecName(video?.source?.codec ?? null) ?? 'it',
      to: codecName(video?.delivered?.codec ?? null) ?? 'another format',
    },
    audio: {
      from: codecName(audio?.source?.codec ?? null) ?? 'this',
      to: codecName(audio?.delivered?.codec ?? null) ?? 'another format',
    },
    subtitle: subtitleKind(scene),
  };
  const sentence = text(told);
  return {
    code,
    confidence,
    evidence: toEvidence(code === 'unknown' ? touchedPart(scene.stream) : reasonWords[code].part, scene.stream),
    text: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    remedy: remedy?.(told) ?? null,
  };
};

/** Where nothing tells why, what was touched is all that can be shown. */
function touchedPart({ video, audio }: Stream): Words['part'] {
  if (video?.decision === 'transcode') return 'video';
  return audio?.decision === 'transcode' ? 'audio' : 'container';
}

function toEvidence(part: Words['part'], { video, audio, subtitle, container }: Stream): Reason['evidence'] {
  if (part === 'subtitle' && subtitle) {
    return {
      source: subtitle.source ? describeSubtitle(subtitle.source) : null,
      delivered: subtitle.burned
        ? 'burned into the picture'
        : subtitle.delivered && describeSubtitle(subtitle.delivered),
    };
  }
  if (part === 'audio' && audio) {
    return {
      source: audio.source && describeAudio(audio.source),
      delivered: audio.delivered && describeAudio(audio.delivered),
    };
  }
  if ((part === 'video' || part === 'bandwidth') && video) {
    return {
      source: video.source && describeVideo(withBitrate(video.source, container.source?.bitrateKbps)),
      delivered: video.delivered && describeVideo(withBitrate(video.delivered, container.delivered?.bitrateKbps)),
    };
  }
  return {
    source: container.source && describeContainer(container.source),
    delivered: container.delivered && describeContainer(container.delivered),
  };
}

function withBitrate<Shape extends { bitrateKbps: number | null }>(
  shape: Shape,
  kbps: number | null | undefined,
): Shape {
  return { ...shape, bitrateKbps: kbps ?? shape.bitrateKbps };
}
