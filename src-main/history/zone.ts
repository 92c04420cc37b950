// Time zones by arithmetic: where the clocks of a zone stand, so that a day or an hour is found by adding and dividing.

/** From this moment on the clocks are so far ahead of UTC, until the next of them. */
export type Offset = { fromMs: number; offsetMs: number };

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
/** No zone changes its clocks twice within so short a time. */
const STEP_MS = 14 * DAY_MS;
const MINUTE_MS = 60_000;

const createOffsetAt = (zone: string): ((atMs: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (atMs) => {
    const parts = format.formatToParts(atMs);
    const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
    const localMs = Date.UTC(
      read('year'),
      read('month') - 1,
      read('day'),
      read('hour'),
      read('minute'),
      read('second'),
    );
    return localMs - Math.floor(atMs / 1000) * 1000;
  };
};

const findOffsets = (zone: string, fromMs: number, toMs: number): Offset[] => {
  const offsetAt = createOffsetAt(zone);
  const firstMs = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
  const offsets: Offset[] = [{ fromMs: -Infinity, offsetMs: offsetAt(firstMs) }];
  for (let beforeMs = firstMs; beforeMs < toMs; beforeMs += STEP_MS) {
    const afterMs = beforeMs + STEP_MS;
    const offsetMs = offsetAt(afterMs);
    if (offsetMs === offsets.at(-1)?.offsetMs) continue;
    let [low, high] = [beforeMs, afterMs];
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offsetAt(middle) === offsetMs) high = middle;
      else low = middle;
    }
    offsets.push({ fromMs: high, offsetMs });
  }
  return offsets;
};

/** Before the first there was no Plex. What clocks show outside is looked up each time. */
export const USUAL_FROM_MS = Date.UTC(2007, 0);
export const USUAL_TO_MS = Date.UTC(2037, 0);
/** Looking through these years takes ten milliseconds and more, so some zones are kept. */
const usual = new Map<string, Offset[]>();
const MOST_ZONES = 20;

/** The offsets in force between two moments, the first from the beginning of time. Clocks change at whole minutes. */
export const toOffsets = (zone: string, fromMs: number, toMs: number): Offset[] => {
  if (fromMs < USUAL_FROM_MS || toMs > USUAL_TO_MS) return findOffsets(zone, fromMs, toMs);
  const known = usual.get(zone) ?? findOffsets(zone, USUAL_FROM_MS, USUAL_TO_MS);
  if (usual.size >= MOST_ZONES && !usual.has(zone)) usual.clear();
  usual.set(zone, known);
  const first = known.findLastIndex((one) => one.fromMs <= fromMs);
  return known
    .slice(first)
    .filter((one, index) => index === 0 || one.fromMs < toMs)
    .map((one, index) => (index === 0 ? { ...one, fromMs: -Infinity } : one));
};

/** The moment as the clocks show it, as if they showed UTC. */
export const toLocalMs = (offsets: readonly Offset[], atMs: number): number =>
  atMs + (offsets.findLast(({ fromMs }) => fromMs <= atMs)?.offsetMs ?? 0);

/** The first moment at which the clocks show this or later: a time that they skip comes when they have skipped it. */
export const fromLocalMs = (offsets: readonly Offset[], localMs: number): number => {
  const first = ({ fromMs, offsetMs }: Offset): number => Math.max(fromMs, localMs - offsetMs);
  const found = offsets.find((one, index) => first(one) < (offsets[index + 1]?.fromMs ?? Infinity));
  return found ? first(found) : localMs;
};

/** An SQL expression for the clocks' time of a column of milliseconds; few comparisons, whatever the number of offsets. */
export const toLocalSql = (offsets: readonly Offset[], column: string): string => {
  const [only] = offsets;
  if (offsets.length <= 1 || !only) return `(${column} + ${only?.offsetMs ?? 0})`;
  const middle = Math.floor(offsets.length / 2);
  const [before, after] = [offsets.slice(0, middle), offsets.slice(middle)];
  return `CASE WHEN ${column} < ${after[0]?.fromMs} THEN ${toLocalSql(before, column)} ELSE ${toLocalSql(after, column)} END`;
};

/** Days since 1970, as numbers, to their first moment and back. 1 January 1970 was a Thursday. */
export const toDay = (localMs: number): number => Math.floor(localMs / DAY_MS);
/** 1 is Monday. */
export const toWeekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
