// A stream that plays now as a line above the history, and whether a filter lets it through. Pure.
import type { Session } from '../../../src-contract/session.ts';
import { describeItem } from '../../../src-contract/text/words.ts';
import type { Filter } from '../../parts/filter/filter-address.ts';
import type { Shown } from './cells.tsx';

export function toLiveLine(session: Session): Shown {
  const { serverId, user, item, player, network, stream, reasons, startedAtMs, positionMs } = session;
  const share = positionMs === null || item.durationMs === null ? null : (positionMs / item.durationMs) * 100;
  return {
    serverId,
    user,
    item,
    player,
    network,
    stream,
    reasons,
    startedAtMs,
    stoppedAtMs: null,
    watchedMs: null,
    pausedMs: session.pausedMs,
    percent: share,
    watched: false,
    group: null,
  };
}

/** What only a play that has ended can fulfil lets no stream through. */
export function letsThrough(filter: Filter, session: Session): boolean {
  const { item, player, stream, network } = session;
  const fits = (values: readonly string[] | undefined, ...own: Array<string | null>) =>
    values === undefined || own.some((one) => values.includes(one ?? 'unknown'));
  const ended = [
    filter.removed,
    filter.watched,
    filter.stalled,
    filter.completion,
    filter.origin,
    filter.viewing,
    filter.to,
  ];
  if (ended.some((part) => part !== undefined)) return false;
  if ([filter.weekday, filter.hour, filter.playingAtMs, filter.season].some((part) => part !== undefined)) return false;
  if ([filter.player, filter.sourceResolution, filter.deliveredResolution].some((part) => part !== undefined)) {
    return false;
  }
  const library = item.librarySectionId === null ? null : `${session.serverId}:${item.librarySectionId}`;
  const text = [...Object.values(describeItem(item)), item.title, session.user.name, player.title].join(' ');
  const words = (filter.text ?? '').toLowerCase().split(/\s+/);
  return (
    fits(filter.user, session.user.id) &&
    fits(filter.server, session.serverId) &&
    fits(filter.library, library) &&
    fits(filter.type, item.live ? 'live' : item.type) &&
    fits(filter.platform, player.platform) &&
    fits(filter.decision, stream.decision) &&
    fits(filter.location, network.location) &&
    fits(filter.item, item.guid ?? '') &&
    fits(filter.series, item.grandparentGuid ?? '') &&
    (filter.reason === undefined || session.reasons.some(({ code }) => filter.reason?.includes(code))) &&
    words.every((word) => text.toLowerCase().includes(word))
  );
}
