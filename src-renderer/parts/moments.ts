// The last minutes of a conversion as small lines to be drawn, with what they say in words. Pure.
import type { TranscodeMoment } from '../../src-contract/transcodes.ts';
import { formatSpan, formatSpeed } from '../../src-contract/text/format.ts';

type Kind = 'speed' | 'ahead';

export type Moments = {
  kind: Kind;
  name: string;
  /** The last value, as it is written; null while it is not known. */
  now: string | null;
  /** For whoever cannot see the line. */
  says: string;
  /** SVG paths in a field of `graphWidth` by `graphHeight`: one for each stretch without a hole. */
  paths: string[];
  /** Where real time is; only speed has it. */
  lineY: number | null;
};

export const graphWidth = 240;
export const graphHeight = 36;

/** Two minutes at least, so that the first moments do not look like a long time. */
const leastSpanMs = 120_000;
/** Readings come every five seconds; more than this between two is a hole. */
const holeMs = 20_000;
/** The top of the field where all values are small. */
const leastTop: Readonly<Record<Kind, number>> = { speed: 2, ahead: 30_000 };

const words: Readonly<Record<Kind, { name: string; format: (value: number) => string }>> = {
  speed: { name: 'Speed', format: (speed) => (speed === 0 ? '0×' : formatSpeed(speed)) },
  ahead: { name: 'Ready ahead', format: formatSpan },
};

export const valueOf = (kind: Kind, { speed, aheadMs }: TranscodeMoment): number | null =>
  kind === 'speed' ? speed : aheadMs;

export function spanOf(moments: readonly TranscodeMoment[]): { fromMs: number; toMs: number } {
  const toMs = moments.at(-1)?.atMs ?? 0;
  return { fromMs: Math.min(moments[0]?.atMs ?? toMs, toMs - leastSpanMs), toMs };
}

/** Null where there are not yet two readings to draw a line through. */
export function toMoments(kind: Kind, moments: readonly TranscodeMoment[]): Moments | null {
  const { fromMs, toMs } = spanOf(moments);
  const known = moments.flatMap((moment) => {
    const value = valueOf(kind, moment);
    return value === null ? [] : [{ atMs: moment.atMs, value }];
  });
  if (known.length < 2) return null;
  const { name, format } = words[kind];
  const values = known.map(({ value }) => value);
  const top = Math.max(leastTop[kind], ...values);
  const x = (atMs: number) => Math.round(((atMs - fromMs) / (toMs - fromMs)) * graphWidth * 10) / 10;
  const y = (value: number) => Math.round((1 - value / top) * graphHeight * 10) / 10;
  const paths: string[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, value } of known) {
    const place = `${x(atMs)} ${y(value)}`;
    if (atMs - lastMs > holeMs) paths.push(`M${place}`);
    else paths[paths.length - 1] += `L${place}`;
    lastMs = atMs;
  }
  const last = moments.at(-1);
  const now = last === undefined ? null : valueOf(kind, last);
  return {
    kind,
    name,
    now: now === null ? null : kind === 'speed' && now === 0 ? 'at rest' : format(now),
    says: `${name} over the last ${formatSpan(toMs - (known[0]?.atMs ?? toMs))}: from ${format(Math.min(...values))} to ${format(Math.max(...values))}.`,
    paths,
    lineY: kind === 'speed' ? y(1) : null,
  };
}

/** At most so many of them, evenly, the newest first: for the table. */
export function thinMoments(moments: readonly TranscodeMoment[], most: number): TranscodeMoment[] {
  const step = Math.max(1, Math.ceil(moments.length / most));
  return moments.toReversed().filter((_moment, at) => at % step === 0);
}
