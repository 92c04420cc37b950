// Where the plays behind a reason of the last month stand in the history. Pure.
import type { ReasonCode } from '../../../src-contract/reason.ts';
import type { Advice } from '../../../src-contract/transcodes.ts';

export function toHistoryHref({ serverId, fromMs }: Pick<Advice, 'serverId' | 'fromMs'>, reason: ReasonCode): string {
  return `#/history?${new URLSearchParams({ reason, server: serverId, from: String(fromMs) }).toString()}`;
}

/** The same list in the history, which can do more with it. */
export function toPastHref(server: string | null, reason: ReasonCode | null): string {
  const query = new URLSearchParams(reason === null ? { decision: 'transcode' } : { reason });
  if (reason === null) query.append('decision', 'copy');
  if (server !== null) query.set('server', server);
  return `#/history?${query.toString()}`;
}
