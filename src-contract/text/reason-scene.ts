// What the sentence of a reason is made of.
import type { Stream } from '../session.ts';

/** What a sentence is made of. */
export type Scene = {
  stream: Stream;
  /** How the player calls itself; null where it says nothing. */
  player: string | null;
  /** The limit that is known or seen. */
  limitKbps: number | null;
  /** Somebody outside the house. */
  remote: boolean;
  /** Whether a limit of the server may be the reason too, as its settings are not known. */
  otherLimit: boolean;
};

export type Words = {
  /** For the ranking: `Picture subtitles`. */
  title: string;
  /** For the tray; null says nothing there. */
  short: string | null;
  part: 'video' | 'audio' | 'subtitle' | 'container' | 'bandwidth';
  text: (told: Told) => string;
  remedy: ((told: Told) => string) | null;
};

export type Told = Scene & {
  who: string;
  /** `cannot`, or `probably cannot`. */
  cannot: string;
  /** `more`, or `probably more`. */
  more: string;
  /** Nothing, or ` probably`. */
  probably: string;
  limit: string;
  video: { from: string; to: string };
  audio: { from: string; to: string };
  subtitle: string;
};
