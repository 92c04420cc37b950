// The addresses of the pages of people, libraries and titles. Pure.
import type { ItemQuery } from '../../../src-contract/item.ts';

export const toUserPage = (id: string): string => `#/users/${encodeURIComponent(id)}`;
/** By its key, `<server id>:<section id>`. */
export const toLibraryPage = (key: string): string => `#/libraries/${encodeURIComponent(key)}`;
export const toItemPage = (key: string, kind: ItemQuery['kind'] = 'item'): string =>
  `#/items/${encodeURIComponent(key)}${kind === 'item' ? '' : `?kind=${kind}`}`;

/** What stands behind the screen in the address. A broken one names nothing. */
export function readKey(page: string): string {
  try {
    return decodeURIComponent(page);
  } catch {
    return page;
  }
}

/** Of a library's key. */
export function readLibraryKey(page: string): { server: string; section: string } {
  const key = readKey(page);
  const at = key.lastIndexOf(':');
  return { server: key.slice(0, Math.max(0, at)), section: key.slice(at + 1) };
}

/** `812 MB`, `1.4 TB`, as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
