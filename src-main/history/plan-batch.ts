// What a batch of events means for the tables, decided before anything is written: pure but for the ids it draws.
import type { Event, EventOf, Sample } from '../../src-contract/event.ts';
import type { Evidence, Play } from '../../src-contract/play.ts';
import type { OpenSession } from './adoption.ts';
import { toGroupId, type EarlierPlay } from './grouping.ts';
import { toItemKey } from './item-key.ts';
import { isSameSitting, joinSitting } from './photo-sitting.ts';
import { foldPlay, isKept } from './play-fold.ts';
import type { Rules } from './rules.ts';
import { isSessionEvent } from './session-event.ts';

/** What is already stored and bears on this batch. */
export type Known = {
  eventIds: ReadonlySet<string>;
  /** Sessions that are not open and have a stored stop. */
  stoppedIds: ReadonlySet<string>;
  /** By `toPlaceKey`. */
  earlier: ReadonlyMap<string, EarlierPlay>;
  /** Photo plays that may still be going on. */
  sittings: readonly Play[];
};

export type Plan = {
  /** Every new event in order, each `play-recorded` right after its `session-stopped`. */
  events: Event[];
  plays: Map<string, { play: Play; evidence: Evidence | null }>;
  /** What becomes of the open sessions; null: it has stopped. */
  open: Map<string, OpenSession | null>;
};

type Input = {
  events: readonly Event[];
  samples: readonly Sample[];
  open: ReadonlyMap<string, OpenSession>;
  known: Known;
  site: string;
  rules?: Rules | undefined;
  newId: (atMs: number) => string;
};

/** A person and an item. */
export const toPlaceKey = (userId: string, itemKey: string): string => JSON.stringify([userId, itemKey]);

export const planBatch = ({ events, samples, open, known, site, rules, newId }: Input): Plan => {
  const plan: Plan = { events: [], plays: new Map(), open: new Map() };
  const earlier = new Map(known.earlier);
  const sittings = [...known.sittings];
  const seen = new Set(known.eventIds);
  const stopped = new Set(known.stoppedIds);

  const find = (id: string): OpenSession | null => {
    const planned = plan.open.get(id);
    if (planned !== undefined) return planned;
    const stored = open.get(id);
    if (!stored) return null;
    const draft = { ...stored, events: [...stored.events] };
    plan.open.set(id, draft);
    return draft;
  };

  const record = (stop: EventOf<'session-stopped'>) => {
    const session = find(stop.session.id);
    plan.open.set(stop.session.id, null);
    if (stopped.has(stop.session.id) || !isKept(stop.session.item)) return;
    stopped.add(stop.session.id);
    const { play, evidence } = foldPlay(session?.events ?? [], stop, session?.furthestMs ?? null, rules);
    const about = { serverId: stop.serverId, atMs: stop.learnedAtMs, site };
    const sitting = sittings.findIndex((one) => isSameSitting(one, play));
    const begun = sittings[sitting];
    if (begun) {
      const joined = joinSitting(begun, play, rules);
      sittings[sitting] = joined;
      plan.plays.set(joined.id, { play: joined, evidence });
      plan.events.push({ ...about, id: newId(about.atMs), kind: 'play-changed', play: joined });
      return;
    }
    const itemKey = toItemKey(play.serverId, play.item);
    const place = itemKey === null ? null : toPlaceKey(play.user.id, itemKey);
    const grouped = { ...play, groupId: toGroupId(play, (place === null ? null : earlier.get(place)) ?? null) };
    if (place !== null) earlier.set(place, grouped);
    if (grouped.item.type === 'photo') sittings.push(grouped);
    plan.plays.set(grouped.id, { play: grouped, evidence });
    plan.events.push({ ...about, id: newId(about.atMs), kind: 'play-recorded', play: grouped, evidence });
  };

  for (const sample of samples) {
    const session = find(sample.sessionId);
    if (!session) continue;
    session.lastSample = sample;
    if (sample.positionMs !== null) session.furthestMs = Math.max(session.furthestMs ?? 0, sample.positionMs);
  }
  for (const event of events) {
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    plan.events.push(event);
    if (event.kind === 'session-stopped') record(event);
    else if (event.kind === 'session-started' && !find(event.session.id)) {
      plan.open.set(event.session.id, { events: [event], lastSample: null, furthestMs: null });
    } else if (isSessionEvent(event)) {
      find(event.kind === 'session-started' ? event.session.id : event.sessionId)?.events.push(event);
    }
  }
  return plan;
};
