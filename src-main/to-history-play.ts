// A line of a server's own history as a play: what Plex does not say stays unsaid.
import { createHash } from 'node:crypto';
import type { Play } from '../src-contract/play.ts';
import type { PlexAccount } from '../src-contract/plex.ts';
import { itemTypeSchema } from '../src-contract/words.ts';
import type { HistoryLine } from './plex/to-history.ts';
import { toUser } from './watch/to-user.ts';

type House = { serverId: string; accounts: readonly PlexAccount[]; sections: ReadonlyMap<string, string> };

/** The same for the same line, whenever it is read: a UUIDv7 of its time. */
const toId = (serverId: string, { id, viewedAtMs }: HistoryLine): string => {
  const hash = createHash('sha1').update(`plex-history/${serverId}/${id}`).digest('hex');
  const time = viewedAtMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
};

/** Null for what is no play: only kinds that are kept. */
export const toHistoryPlay = (line: HistoryLine, { serverId, accounts, sections }: House): Play | null => {
  const type = itemTypeSchema.safeParse(line.type);
  if (!type.success || type.data === 'photo') return null;
  const account = accounts.find(({ id }) => id === line.accountID);
  const owner = accounts.find(({ id }) => id === '1')?.name ?? null;
  const id = toId(serverId, line);
  return {
    id,
    serverId,
    groupId: id,
    user: toUser({ id: line.accountID, name: account?.name ?? null, thumb: account?.thumb ?? null }, serverId, owner),
    item: {
      guid: line.guid,
      ratingKey: line.ratingKey,
      parentRatingKey: line.parentRatingKey,
      grandparentRatingKey: line.grandparentRatingKey,
      grandparentGuid: line.grandparentGuid,
      librarySectionId: line.librarySectionID,
      librarySectionTitle: line.librarySectionID === null ? null : (sections.get(line.librarySectionID) ?? null),
      type: type.data,
      purpose: 'content',
      title: line.title ?? line.grandparentTitle ?? '',
      parentTitle: line.parentTitle,
      grandparentTitle: line.grandparentTitle,
      originalTitle: line.originalTitle,
      index: line.index,
      parentIndex: line.parentIndex,
      year: line.year,
      durationMs: null,
      live: line.live === true,
      channel: null,
      thumb: type.data === 'episode' ? (line.grandparentThumb ?? line.thumb) : line.thumb,
      art: null,
    },
    player: {
      title: '',
      product: null,
      platform: null,
      platformVersion: null,
      device: null,
      version: null,
      profile: null,
      machineId: null,
      address: null,
      publicAddress: null,
    },
    network: { location: null, secure: null, bandwidthKbps: null },
    stream: null,
    reasons: [],
    startedAtMs: null,
    stoppedAtMs: line.viewedAtMs,
    watchedMs: null,
    pausedMs: null,
    positionMs: null,
    percent: null,
    // Plex writes a line for what it calls played.
    watched: true,
    bufferCount: 0,
    endedBy: 'presumed',
    short: false,
    origin: 'plex-history',
  };
};
