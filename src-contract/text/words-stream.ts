// How a stream is delivered, in an owner's words: what the file is, what the viewer gets, which part is converted.
import type { Container } from '../media.ts';
import type { Session, Stream, Transcode } from '../session.ts';
import type { Decision } from '../words.ts';
import { formatBitrate, formatSpan, formatSpeed } from './format.ts';
import { describeAudio, describeContainer, describeSubtitle, describeVideo } from './words-media.ts';

export const decisionWords: Readonly<Record<Decision, string>> = {
  'direct-play': 'Direct play',
  copy: 'Copy',
  transcode: 'Transcode',
};

/** The word on the chip: until two readings agree Plex may be wrong about itself. */
export function describeDecision(stream: Pick<Stream, 'decision' | 'confirmed'>): string {
  return stream.confirmed ? decisionWords[stream.decision] : 'Starting';
}

/** One line of the details: a part, what is stored, what is delivered, and how. Delivered is null when it is the same. */
export type PartLine = {
  part: 'Container' | 'Video' | 'Audio' | 'Subtitle';
  decision: Decision;
  source: string | null;
  delivered: string | null;
  /** How the card names it. */
  short: string;
};

export function describeParts(stream: Stream): PartLine[] {
  const { container, video, audio, subtitle } = stream;
  return [
    video && partLine('Video', video, describeVideo),
    audio && partLine('Audio', audio, describeAudio),
    subtitle && {
      ...partLine('Subtitle', subtitle, describeSubtitle),
      ...(subtitle.burned ? { delivered: 'burned into the picture', short: 'burned-in subtitle' } : {}),
    },
    partLine('Container', container, describeContainer),
  ].filter((line) => line !== null);
}

/** The converted parts for the card, those that are treated alike together: `video, container`, `audio copy`. */
export function describeConverted(stream: Stream): Array<{ decision: Decision; text: string }> {
  const parts = describeParts(stream);
  return (['transcode', 'copy'] as const).flatMap((decision) => {
    const names = parts.filter((line) => line.decision === decision).map(({ short }) => short);
    if (names.length === 0) return [];
    const word = decision === stream.decision ? '' : ` ${decisionWords[decision].toLowerCase()}`;
    return [{ decision, text: names.join(', ') + word }];
  });
}

/** The quality on the card, from the file to the viewer; `to` is null while nothing is converted. */
export function describeQuality(stream: Stream): { from: string; to: string | null } {
  const part = stream.video ?? stream.audio;
  if (part === null) return { from: describeContainer(stream.container.source ?? unknownContainer), to: null };
  const sourceBitrate = stream.container.source?.bitrateKbps ?? null;
  const deliveredBitrate = stream.container.delivered?.bitrateKbps ?? null;
  const describe =
    stream.video === null
      ? (side: 'source' | 'delivered', kbps: number | null) =>
          stream.audio?.[side] ? describeAudio(withBitrate({ ...stream.audio[side], language: null }, kbps)) : null
      : (side: 'source' | 'delivered', kbps: number | null) =>
          stream.video?.[side] ? describeVideo(withBitrate(stream.video[side], kbps)) : null;
  const from = describe('source', sourceBitrate);
  const to = describe('delivered', deliveredBitrate);
  if (part.decision !== 'transcode') return { from: from ?? to ?? 'quality unknown', to: null };
  return { from: from ?? 'source unknown', to: to ?? 'quality unknown' };
}

/** What the transcode works with; null where the picture is not converted. */
export function describeHardware(transcode: Transcode): string | null {
  if (transcode.videoDecision !== 'transcode') return null;
  const { decode, encode, full, requested } = transcode.hardware;
  const name = (encode ?? decode)?.toUpperCase();
  if (decode !== null && encode !== null) {
    const names = decode === encode ? name : `${decode.toUpperCase()} → ${encode.toUpperCase()}`;
    return full ? `hardware (${names})` : `hardware (${names}), with a detour through memory`;
  }
  if (full) return name === undefined ? 'hardware' : `hardware (${name})`;
  if (encode !== null) return `hardware encoding (${name}), software decoding`;
  if (decode !== null) return `hardware decoding (${name}), software encoding`;
  return requested ? 'software, though hardware was asked for' : 'software';
}

/** Bandwidth and the transcode's effort, as short pieces that stand behind each other. */
export function describeLoad(session: Session): string[] {
  const { location, bandwidthKbps } = session.network;
  const place = location === null ? null : location === 'relay' ? 'Relay' : location.toUpperCase();
  const load = bandwidthKbps === null ? null : formatBitrate(bandwidthKbps);
  const transcode = workOf(session);
  return [
    place === null ? load : load === null ? place : `${place} ${load}`,
    ...(transcode === null ? [] : [...describePace(transcode), describeHardware(transcode)]),
  ].filter((piece) => piece !== null);
}

/** What is wrong with this stream, in sentences. */
export function describeTroubles(session: Session): string[] {
  return [
    workOf(session)?.error === true ? 'Plex reports that this transcode failed.' : null,
    isSoftAgainstWish(workOf(session)) ? 'Plex was asked to convert in hardware, and does it in software.' : null,
    session.starving ? 'The server converts this more slowly than it is watched: it will stop to buffer.' : null,
    session.silent ? 'No sign of life for a minute. The player may be gone; Plex still lists it.' : null,
  ].filter((trouble) => trouble !== null);
}

function isSoftAgainstWish(transcode: Transcode | null): boolean {
  if (transcode === null || transcode.videoDecision !== 'transcode') return false;
  const { requested, decode, encode, full } = transcode.hardware;
  return requested && decode === null && encode === null && !full;
}

/** Plex may list a transcode that a direct play does not use. */
function workOf({ stream, transcode }: Session): Transcode | null {
  return stream.decision === 'direct-play' ? null : transcode;
}

/** How fast and how far ahead. Far enough ahead it rests: Plex calls that throttled. */
function describePace({ complete, throttled, speed, aheadMs }: Transcode): Array<string | null> {
  if (complete) return ['converted to the end'];
  const ahead = aheadMs === null ? null : `${formatSpan(aheadMs)} ahead`;
  if (throttled) return [ahead === null ? 'resting' : `${ahead}, resting`];
  return [speed === null ? null : formatSpeed(speed), ahead];
}

const unknownContainer: Container = { container: null, protocol: null, bitrateKbps: null };

function partLine<Shape>(
  part: PartLine['part'],
  { source, delivered, decision }: { source: Shape | null; delivered: Shape | null; decision: Decision },
  describe: (shape: Shape) => string,
): PartLine {
  const from = source === null ? null : describe(source);
  const to = delivered === null ? null : describe(delivered);
  return {
    part,
    decision,
    source: from ?? (decision === 'direct-play' ? to : null),
    delivered: decision === 'direct-play' ? null : to,
    short: part.toLowerCase(),
  };
}

function withBitrate<Shape extends { bitrateKbps: number | null }>(shape: Shape, otherwiseKbps: number | null): Shape {
  return { ...shape, bitrateKbps: shape.bitrateKbps ?? otherwiseKbps };
}
