// What clocks show is looked up once for many years; each part of it is what they show then.
import { expect, test } from 'vitest';
import { DAY_MS, fromLocalMs, toLocalMs, toOffsets } from './zone.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
];
const shown = (zone: string, atMs: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs);
const told = (localMs: number): string => new Date(localMs).toISOString().slice(0, 19).replace('T', ' ');

test.each(zones)('of any range in %s', (zone) => {
  for (let n = 0; n < 300; n += 1) {
    // From before the years that are kept until after them.
    const fromMs = Date.UTC(2004, 0) + n * 43 * DAY_MS + n * 1_234_567;
    const toMs = fromMs + (n % 7) * 200 * DAY_MS;
    const offsets = toOffsets(zone, fromMs, toMs);
    expect(offsets[0]?.fromMs).toBe(-Infinity);
    for (const atMs of [fromMs, (fromMs + toMs) / 2, toMs]) {
      const localMs = toLocalMs(offsets, atMs);
      expect(told(localMs)).toBe(shown(zone, atMs));
      expect(toLocalMs(offsets, fromLocalMs(offsets, localMs))).toBe(localMs);
    }
  }
});

test('a day begins when the clocks show it, also where they skip its midnight', () => {
  // In Santiago clocks went from 0:00 to 1:00 on 8 September 2024.
  const offsets = toOffsets('America/Santiago', Date.UTC(2024, 8, 1), Date.UTC(2024, 8, 30));
  expect(fromLocalMs(offsets, Date.UTC(2024, 8, 8))).toBe(Date.UTC(2024, 8, 8, 4));
});
