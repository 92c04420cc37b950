// What becomes of plays that other Marquees tell of: each viewing is held once, whoever saw it. Pure.
import type { Evidence, Play } from '../../../src-contract/play.ts';
import { toItemKey } from '../item-key.ts';
import { toBeginMs } from '../play-row.ts';

/** A play by the Marquee that recorded it. */
export type Place = { site: string; id: string };

export type Received = {
  site: string;
  play: Play;
  evidence: Evidence | null;
  removed: boolean;
  /** Where it was read: in which stream, and at which place of it. */
  stream: string;
  streamSeq: number;
};

export type Collected = Place & {
  stream: string;
  streamSeq: number;
  /** As it was told last; null when it was removed. */
  told: { play: Play; evidence: Evidence | null } | null;
  /** The play that stands for it: itself, or what another Marquee saw of the same viewing. */
  held: Place | null;
};

/** What is stored and bears on a batch. */
export type KnownPlays = { collected: readonly Collected[]; plays: readonly { site: string; play: Play }[] };

export type CollectedPlan = {
  /** Rows to be written, replacing those of the same place. */
  collected: Collected[];
  /** Plays that no longer stand in the history, and then those that do. */
  drop: Place[];
  add: Collected[];
};

/** Two Marquees see the start of one viewing at most so far apart. */
export const apartMs = 15_000;

export const toPlaceText = ({ site, id }: Place): string => JSON.stringify([site, id]);
const isSame = (one: Place | null, other: Place): boolean =>
  one !== null && one.site === other.site && one.id === other.id;

/** Who watched what, where and on which player. */
const toViewing = ({ serverId, user, item, player }: Play): string =>
  JSON.stringify([
    serverId,
    user.id,
    toItemKey(serverId, item) ?? [item.type, item.title],
    player.machineId ?? player.title,
  ]);

type Holder = Place & { viewing: string; atMs: number };

const toHolder = (site: string, play: Play): Holder => ({
  site,
  id: play.id,
  viewing: toViewing(play),
  atMs: toBeginMs(play),
});

/** `own` is the site of this Marquee: its plays are in the history already, and stand for those of others. */
export const planCollected = (received: readonly Received[], known: KnownPlays, own: string): CollectedPlan => {
  const collected = new Map(known.collected.map((one) => [toPlaceText(one), one]));
  const holders = new Map(
    known.plays.map(({ site, play }) => [toPlaceText({ site, id: play.id }), toHolder(site, play)]),
  );
  const changed = new Map<string, Collected>();
  const drop = new Map<string, Place>();
  const add = new Map<string, Collected>();

  const keep = (one: Collected): void => {
    collected.set(toPlaceText(one), one);
    changed.set(toPlaceText(one), one);
  };

  const heldBy = (place: Place): Collected[] =>
    [...collected.values()].filter((one) => isSame(one.held, place) && !isSame(place, one));

  const findTwin = (one: Holder): Holder | undefined =>
    [...holders.values()]
      .filter((other) => other.viewing === one.viewing && other.site !== one.site)
      .filter((other) => Math.abs(other.atMs - one.atMs) <= apartMs)
      // It stands for at most one play of each site.
      .filter((other) => !heldBy(other).some(({ site, id }) => site === one.site && id !== one.id))
      .toSorted((first, second) => Math.abs(first.atMs - one.atMs) - Math.abs(second.atMs - one.atMs))[0];

  const hold = (one: Collected): void => {
    if (one.told === null) return keep({ ...one, held: null });
    const holder = toHolder(one.site, one.told.play);
    const twin = findTwin(holder);
    const held = twin ? { site: twin.site, id: twin.id } : { site: one.site, id: one.id };
    keep({ ...one, held });
    if (twin) return;
    holders.set(toPlaceText(one), holder);
    add.set(toPlaceText(one), { ...one, held });
  };

  /** Takes a play out of the history and returns those that it stood for, which have to find another. */
  const release = (place: Place): Collected[] => {
    const text = toPlaceText(place);
    holders.delete(text);
    add.delete(text);
    if (place.site !== own) drop.set(text, { site: place.site, id: place.id });
    return heldBy(place).map((one) => {
      const free = { ...one, held: null };
      keep(free);
      return free;
    });
  };

  const takeOwn = ({ play, removed }: Received): void => {
    const place = { site: own, id: play.id };
    const holder = holders.get(toPlaceText(place));
    if (removed) {
      for (const one of release(place)) hold(one);
      return;
    }
    if (!holder) return;
    const twins = [...holders.values()].filter(
      (other) =>
        other.site !== own && other.viewing === holder.viewing && Math.abs(other.atMs - holder.atMs) <= apartMs,
    );
    for (const twin of twins) {
      const stored = collected.get(toPlaceText(twin));
      if (!stored) continue;
      for (const one of [stored, ...release(twin)]) hold(one);
    }
  };

  for (const one of received) {
    const { site, play, evidence, removed, stream, streamSeq } = one;
    if (site === own) {
      takeOwn(one);
      continue;
    }
    const place = { site, id: play.id };
    const before = collected.get(toPlaceText(place));
    // A message that comes again, late.
    if (before && before.stream === stream && before.streamSeq >= streamSeq) continue;
    const freed = isSame(before?.held ?? null, place) ? release(place) : [];
    const told = removed ? null : { play, evidence: evidence ?? before?.told?.evidence ?? null };
    hold({ ...place, stream, streamSeq, told, held: null });
    for (const other of freed) hold(other);
  }
  return { collected: [...changed.values()], drop: [...drop.values()], add: [...add.values()] };
};
