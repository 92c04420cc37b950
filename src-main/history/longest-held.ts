// Which of several deliveries a play is remembered by: the one that was held longest.
import type { Session } from '../../src-contract/session.ts';

/** What a session was delivered as for some time; `heldMs` counts playing time only. */
export type Held = Pick<Session, 'stream' | 'reasons' | 'transcode' | 'network'> & { heldMs: number };

/** Bit rates waver and the library may tell late of the source: neither makes another delivery. */
const deliveryOf = ({ stream: { decision, container, video, audio, subtitle } }: Held): string =>
  JSON.stringify([
    decision,
    [container.decision, container.delivered?.container, container.delivered?.protocol],
    video && [video.decision, video.delivered?.codec, video.delivered?.resolution, video.delivered?.dynamicRange],
    audio && [audio.decision, audio.delivered?.codec, audio.delivered?.channels, audio.delivered?.language],
    subtitle && [subtitle.decision, subtitle.burned, subtitle.delivered?.codec, subtitle.delivered?.language],
  ]);

/** Of all stretches those whose name was held longest in sum; of equal names the first. */
const longestBy = (all: readonly Held[], nameOf: (held: Held) => string): Held[] => {
  const sums = new Map<string, number>();
  for (const held of all) sums.set(nameOf(held), (sums.get(nameOf(held)) ?? 0) + held.heldMs);
  const most = Math.max(...sums.values());
  const [longest] = [...sums].find(([, sumMs]) => sumMs === most) ?? [];
  return all.filter((held) => nameOf(held) === longest);
};

/**
 * The decision that was held longest in all, and of it the delivery: as it was told of last, when most was known of it.
 * Unconfirmed ones count only when there is nothing else; `last` is how the session was seen at its end.
 */
export const longestHeld = (all: readonly Held[], last: Held): Held => {
  const confirmed = all.filter(({ stream }) => stream.confirmed);
  if (confirmed.length === 0 && last.stream.confirmed) return last;
  const ofDecision = longestBy(confirmed.length > 0 ? confirmed : all, ({ stream }) => stream.decision);
  return longestBy(ofDecision, deliveryOf).at(-1) ?? last;
};
