// A message of another Marquee, read as carefully as anything from outside: the play that it tells of, or nothing.
import { z } from 'zod';
import { eventSchema } from '../../src-contract/event.ts';
import type { Evidence, Play } from '../../src-contract/play.ts';

export type ToldPlay = { site: string; play: Play; evidence: Evidence | null; removed: boolean };

const toldSchema = z.object({
  specversion: z.literal('1.0'),
  marqueesite: z.string().min(1).max(200),
  data: eventSchema,
});

const toValue = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Somebody else's message.
  }
};

/** Null for what is no play, or is not from a Marquee that we understand. */
export const parseTold = (text: string): ToldPlay | null => {
  const told = toldSchema.safeParse(toValue(text));
  if (!told.success) return null;
  const { marqueesite: site, data } = told.data;
  if (data.kind === 'play-recorded') return { site, play: data.play, evidence: data.evidence, removed: false };
  if (data.kind !== 'play-changed' && data.kind !== 'play-removed') return null;
  return { site, play: data.play, evidence: null, removed: data.kind === 'play-removed' };
};
