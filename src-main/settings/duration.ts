// Times as owners write them: 30s, 5m, 1h.

const unitMs = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Milliseconds, or null where the text is no duration. A bare number is refused: nobody could know its unit. */
export const parseDuration = (text: string): number | null => {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const factor = unitMs.get(unit.toLowerCase());
  return number === undefined || factor === undefined ? null : Math.round(Number(number) * factor);
};

/** `90000` is `90s`, `300000` is `5m`: the largest unit that needs no fraction. */
export const describeDuration = (durationMs: number): string => {
  const [unit, factor] = [...unitMs].findLast(([, each]) => durationMs >= each && durationMs % each === 0) ?? ['ms', 1];
  return `${durationMs / factor}${unit}`;
};
