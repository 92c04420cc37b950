// Which server an item is on. A key that two servers know is two items, and none of them is guessed.
import type { PlexMetadata } from '../../src-contract/plex.ts';
import { toSilent, type Part } from './plex-servers.ts';

export type FoundItem =
  | { kind: 'item'; serverId: string; item: PlexMetadata }
  | { kind: 'ambiguous'; candidates: { serverId: string; title: string }[] }
  /** None of those that answered knows it, and not all answered. */
  | { kind: 'silent' }
  | { kind: 'missing' };

export const findItem = (parts: Part<PlexMetadata | null>[]): FoundItem => {
  const known = parts.flatMap(({ serverId, answer }) =>
    answer.kind === 'answered' && answer.value !== null ? [{ serverId, item: answer.value }] : [],
  );
  const [first] = known;
  if (known.length > 1) {
    return { kind: 'ambiguous', candidates: known.map(({ serverId, item }) => ({ serverId, title: item.title })) };
  }
  if (first) return { kind: 'item', ...first };
  return { kind: toSilent(parts).length > 0 ? 'silent' : 'missing' };
};
