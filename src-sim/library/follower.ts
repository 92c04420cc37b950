// What comes after an item when nobody touches the remote.
import type { Item } from './item.ts';

/** The next episode, also over the end of a season; the next track or photo of the same album. */
export function followerOf(item: Item): Item | null {
  const siblings = item.parent?.children ?? [];
  const next = siblings[siblings.indexOf(item) + 1];
  if (next !== undefined) return next;
  const aunts = item.parent?.parent?.children ?? [];
  if (item.parent === null || item.type !== 'episode') return null;
  return aunts[aunts.indexOf(item.parent) + 1]?.children[0] ?? null;
}
