// The id of an imported play: a UUIDv7 of its start whose other bits come from the row, so that the same row has the same id.
import { createHash } from 'node:crypto';

export const createPlayIds =
  (serverId: string) =>
  (rowId: number, startedAtMs: number): string => {
    const hash = createHash('sha1').update(`${serverId}/${rowId}`).digest('hex');
    const time = Math.max(0, startedAtMs).toString(16).padStart(12, '0').slice(-12);
    const variant = '89ab'[Number.parseInt(hash[3] ?? '0', 16) % 4];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
  };
