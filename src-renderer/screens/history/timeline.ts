// The course of a play, made ready to be drawn: lanes of numbers over time, and the times in which it stood still. Pure.
import type { Gap } from '../../../src-contract/gap.ts';
import type { PlayDetail } from '../../../src-contract/play.ts';
import { formatBitrate, formatClock, formatSpan, formatSpeed } from '../../../src-contract/text/format.ts';
import { decisionWords } from '../../../src-contract/text/words-stream.ts';

export type LaneName = 'position' | 'bandwidth' | 'speed' | 'ahead';
export type Lane = { name: LaneName; says: string; points: ReadonlyArray<readonly [number, number | null]> };
export type Band = { kind: 'paused' | 'buffering' | 'gap'; fromMs: number; toMs: number };
export type Timeline = { fromMs: number; toMs: number; lanes: readonly Lane[]; bands: readonly Band[] };

type Told = Pick<PlayDetail, 'play' | 'events' | 'samples'>;

/** Null where nothing is known of it. */
export function toTimeline({ play, events, samples }: Told, gaps: readonly Gap[]): Timeline | null {
  const moments = [...samples.map(({ atMs }) => atMs), ...events.map(({ atMs }) => atMs)];
  const fromMs = play.startedAtMs ?? Math.min(...moments);
  const toMs = Math.max(play.stoppedAtMs, fromMs + 1000);
  const known = events.flatMap(({ atMs, positionMs }) => (positionMs === null ? [] : [{ atMs, positionMs }]));
  const lanes: Lane[] = [
    {
      name: 'position' as const,
      says: 'Position',
      points: (samples.length > 0 ? samples : known).map(({ atMs, positionMs }) => [atMs, positionMs] as const),
    },
    lane(
      'bandwidth',
      'Bandwidth',
      samples.map(({ atMs, bandwidthKbps }) => [atMs, bandwidthKbps]),
    ),
    lane(
      'speed',
      'Conversion',
      samples.map(({ atMs, speed }) => [atMs, speed]),
    ),
    lane(
      'ahead',
      'Ahead',
      samples.map(({ atMs, aheadMs }) => [atMs, aheadMs]),
    ),
  ].filter(({ points }) => points.filter(([, value]) => value !== null).length > 1);
  if (lanes.length === 0) return null;
  const blind = gaps
    .map((gap) => ({
      kind: 'gap' as const,
      fromMs: Math.max(fromMs, gap.fromMs),
      toMs: Math.min(toMs, gap.toMs ?? toMs),
    }))
    .filter((band) => band.toMs > band.fromMs);
  return { fromMs, toMs, lanes, bands: [...toStill({ play, events, samples }, toMs), ...blind] };
}

function lane(name: LaneName, says: string, points: Lane['points']): Lane {
  return { name, says, points };
}

const states: Readonly<Record<string, string>> = {
  'session-started': 'playing',
  'session-resumed': 'playing',
  'session-paused': 'paused',
  'session-buffering': 'buffering',
  'session-stopped': 'stopped',
};

const sameMs = 1000;

/** Events are exact, but nobody tells when a buffer is full again: the next reading does. */
function toStill({ events, samples }: Told, toMs: number): Band[] {
  const told = events.flatMap(({ atMs, kind }) => (states[kind] === undefined ? [] : [{ atMs, state: states[kind] }]));
  const read = samples.flatMap(({ atMs, state }) => {
    // A reading that comes with an event says how it stood until then.
    const isBefore = told.some((event) => Math.abs(event.atMs - atMs) < sameMs);
    return state === null || isBefore ? [] : [{ atMs, state }];
  });
  const turns = [...told, ...read].toSorted((one, other) => one.atMs - other.atMs);
  const changes = turns.filter(({ state }, at) => state !== turns[at - 1]?.state);
  return changes.flatMap(({ atMs, state }, at) => {
    const endMs = Math.min(changes[at + 1]?.atMs ?? toMs, toMs);
    const isStill = state === 'paused' || state === 'buffering';
    return isStill && endMs > atMs ? [{ kind: state, fromMs: atMs, toMs: endMs }] : [];
  });
}

export const laneWords: Readonly<Record<LaneName, (value: number) => string>> = {
  position: formatClock,
  bandwidth: formatBitrate,
  speed: formatSpeed,
  ahead: formatSpan,
};

/** At most so many lines, evenly: the table behind the drawing is to be read by people. */
export function thin<Line>(lines: readonly Line[], most: number): readonly Line[] {
  const step = Math.ceil(lines.length / most);
  return step <= 1 ? lines : lines.filter((_line, at) => at % step === 0 || at === lines.length - 1);
}

const momentWords: Readonly<Record<string, string>> = {
  'session-started': 'Started',
  'session-paused': 'Paused',
  'session-resumed': 'Went on',
  'session-buffering': 'Stopped to buffer',
  'session-watched': 'Counted as watched',
  'session-stopped': 'Ended',
  'transcode-started': 'The conversion began',
  'transcode-ended': 'The conversion ended',
  'stream-stopped': 'Stopped from Marquee',
  'transcode-cancelled': 'The conversion was cancelled from Marquee',
};

/** `Paused at 12:05`, `Transcode from here on`. */
export function describeEvent({ kind, positionMs, stream }: PlayDetail['events'][number]): string | null {
  if (kind === 'session-stream-changed' && stream) return `${decisionWords[stream.decision]} from here on`;
  const words = momentWords[kind];
  if (words === undefined) return null;
  return positionMs === null || kind.startsWith('transcode') || kind === 'stream-stopped'
    ? words
    : `${words} at ${formatClock(positionMs)}`;
}
