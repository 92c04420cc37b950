// How Plex's values are read: numbers that may be text, text that may be numbers, 1 for true, one object where a list is due.
import { z } from 'zod';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids are text in Plex's JSON, numbers in webhooks and metadata. An empty text says nothing. */
const toText = (value: unknown): string | null => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

/** Beyond this nothing that Plex counts makes sense, and seconds turned into ms would lose digits. */
const NUMBER_MAX = 9e12;

const toNumber = (value: unknown): number | null => {
  const isNumeric = typeof value === 'string' && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value);
  const candidate = typeof value === 'number' || isNumeric ? Number(value) : Number.NaN;
  return Math.abs(candidate) <= NUMBER_MAX ? candidate : null;
};

const toFlag = (value: unknown): boolean | null => {
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  if (word === '1' || word === 'true') return true;
  return word === '0' || word === 'false' ? false : null;
};

/** A list has no key when it is empty, and the event stream sends one object where the socket sends a list. */
export const toList = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
};

export const toRecord = (value: unknown): Record<string, unknown> | null => (isRecord(value) ? value : null);

// Each of these accepts anything, a missing key too: a field of the wrong type is a field that Plex did not send.
export const text = z.unknown().optional().transform(toText);
export const number = z.unknown().optional().transform(toNumber);
export const flag = z.unknown().optional().transform(toFlag);

/** Keeps the entries that are objects; the others are dropped, never the list. */
export const many = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .unknown()
    .optional()
    .transform((value): z.output<Schema>[] =>
      toList(value).flatMap((entry) => {
        const parsed = schema.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      }),
    );

/** One child element: an object, or the first of a list as a converter from XML makes it; null where there is none. */
export const one = <Schema extends z.ZodType>(schema: Schema) =>
  many(schema).transform((found): z.output<Schema> | null => found[0] ?? null);
