// The reading of a Tautulli, part by part: each part becomes a file of lines that the database takes in by itself.
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { copyDatabase } from './copy-database.ts';
import type { Piece } from './lines.ts';
import { openTautulliApi } from './open-api.ts';
import { openTautulliFile, type TautulliUser } from './open-file.ts';
import type { Head, Order, Part, WatchedRule } from './parts.ts';
import { readConfig, usualRule } from './read-config.ts';

export type TautulliSource = {
  name: string;
  version: string | null;
  serverId: string | null;
  serverName: string | null;
  users: readonly TautulliUser[];
  sections: ReadonlyMap<string, string>;
  watched: WatchedRule;
  /** Of rows above `after`. */
  total: number;
  remarks: string[];
  /** Null at the end. */
  read: (after: number, most: number) => Promise<Piece | null>;
  close: () => void;
};

/** Few rows are read at once, so that their text is small; a page of a running Tautulli is one text anyway. */
const rowsAtOnce = { file: 250, api: 1000 };
/**
 * DuckDB packs a full group of 122,880 rows at once and writes it where it stays: fewer take three times as long, because
 * they are written twice, and packed again with those that follow. A running Tautulli makes so many in minutes only.
 */
const leastInPart = { file: 125_000, api: 5_000 };

const openFile = async (path: string, dir: string): Promise<TautulliSource> => {
  const config = await readConfig(path);
  const file = openTautulliFile(await copyDatabase(path, dir));
  const remarks =
    file.serverIds.length > 1
      ? [
          'This Tautulli has watched several servers, and does not note for a play on which it was: all are taken as plays of one.',
        ]
      : [];
  return {
    ...file,
    ...config,
    serverId: config.serverId ?? file.serverId,
    name: path,
    total: file.rows,
    remarks,
    read: (after, most) => Promise.resolve(file.read(after, most)),
  };
};

/** Throws an ImportError. */
export const openSource = ({ source, dir, after, fromMs }: Order): Promise<TautulliSource> =>
  source.kind === 'file'
    ? openFile(source.path, dir)
    : openTautulliApi({ url: source.url, key: source.key ?? '', after, fromMs, rule: usualRule });

const toId = (user: TautulliUser, serverId: string, owners: Order['owners']): string => {
  if (user.id === '0') return 'local';
  if (user.id === '1') return `${serverId}:1`;
  return user.isAdmin ? (owners[serverId] ?? user.id) : user.id;
};

export const toHead = (source: TautulliSource, order: Order): Head => {
  const serverId = order.serverId ?? source.serverId;
  const { name, version, serverName, total, remarks, sections, watched } = source;
  return {
    kind: 'head',
    name,
    version,
    serverId,
    serverName: serverId === source.serverId ? serverName : null,
    total,
    remarks,
    users: source.users.map((user) => ({
      told: user.id,
      id: serverId === null ? user.id : toId(user, serverId, order.owners),
      name: user.friendlyName ?? user.name,
      friendlyName: user.friendlyName === user.name ? null : user.friendlyName,
      thumb: user.thumb?.startsWith('http') === true ? user.thumb : null,
    })),
    sections: [...sections].map(([id, title]) => ({ id, title })),
    watched,
  };
};

/** Gives each part only when it is asked for. The files are the reader's to remove. */
export const readParts = async function* (source: TautulliSource, order: Order): AsyncGenerator<Part, void, undefined> {
  await mkdir(order.dir, { recursive: true });
  const least = leastInPart[order.source.kind];
  let after = order.after;
  let left = source.total;
  for (let number = 0; ; number += 1) {
    const path = join(order.dir, `rows-${number}`);
    const file = await open(path, 'w');
    let rows = 0;
    let ended = false;
    try {
      // What would be left as a small part goes along.
      const most = left >= 2 * least ? least : Infinity;
      while (rows < most) {
        const piece = await source.read(after, Math.min(rowsAtOnce[order.source.kind], most - rows));
        ended = piece === null;
        if (piece === null) break;
        await file.write(piece.lines);
        await file.write('\n');
        rows += piece.rows;
        after = Math.max(after, piece.lastRowId);
      }
    } finally {
      await file.close();
    }
    left -= rows;
    if (rows > 0) yield { kind: 'part', path, rows, lastRowId: after };
    if (ended) return;
  }
};
