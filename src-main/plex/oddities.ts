// Keeps count of what Plex sends that we cannot read, and says each kind once in the log instead of every time.
import { type Log } from '../lib/log.ts';

/** Tells of one thing that was dropped. The kind is ours and short; it never holds Plex's data. */
export type Note = (kind: string) => void;

export type Oddities = { note: Note; counts: () => Readonly<Record<string, number>> };

/** A sender that invents new kinds all the time must not fill our memory. */
const KINDS_MAX = 100;

export const createOddities = (log: Log): Oddities => {
  const seen = new Map<string, number>();
  return {
    note: (kind) => {
      const known = seen.has(kind) || seen.size < KINDS_MAX ? kind : 'other';
      const count = (seen.get(known) ?? 0) + 1;
      seen.set(known, count);
      if (count === 1) log.warn('Plex sent something that could not be read; it is left out', { what: known });
    },
    counts: () => Object.fromEntries(seen),
  };
};
