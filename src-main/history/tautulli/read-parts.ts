// The reading of a Tautulli, part by part: each part becomes a file of lines that the database takes in by itself.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { User } from '../../../src-contract/words.ts';
import type { Play } from '../../../src-contract/play.ts';
import type { Cell } from '../append-rows.ts';
import { toItemKey, toSeasonKey, toSeriesKey } from '../item-key.ts';
import { toPlayRow } from '../play-row.ts';
import { toSearchText } from '../write-names.ts';
import { copyDatabase } from './copy-database.ts';
import { toLine } from './lines.ts';
import { openTautulliApi } from './open-api.ts';
import { openTautulliFile, type TautulliUser } from './open-file.ts';
import type { Head, Order, Part } from './parts.ts';
import { createPlayIds } from './play-id.ts';
import { readConfig } from './read-config.ts';
import type { TautulliRow } from './row.ts';
import { toTranslated, usualRule, type WatchedRule } from './to-play.ts';

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
  read: (after: number, most: number) => Promise<TautulliRow[]>;
  close: () => void;
};

/** Few rows are read at once, so that they die young; a part is many of them. */
const rowsAtOnce = 400;
const rowsInPart = 8000;

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
export const openSource = ({ source, dir, after }: Pick<Order, 'source' | 'dir' | 'after'>): Promise<TautulliSource> =>
  source.kind === 'file'
    ? openFile(source.path, dir)
    : openTautulliApi({ url: source.url, key: source.key ?? '', after, rule: usualRule });

const toUsers = (source: TautulliSource, serverId: string, owners: Order['owners']): Map<string, User> =>
  new Map(
    source.users.map((user) => {
      const local = user.id === '0';
      const id = local
        ? 'local'
        : user.id === '1'
          ? `${serverId}:1`
          : user.isAdmin
            ? (owners[serverId] ?? user.id)
            : user.id;
      const thumb = user.thumb?.startsWith('http') === true ? user.thumb : null;
      return [user.id, { id, name: user.friendlyName ?? user.name, thumb }];
    }),
  );

export const toHead = (source: TautulliSource, order: Order): Head => {
  const serverId = order.serverId ?? source.serverId;
  const users = serverId === null ? new Map<string, User>() : toUsers(source, serverId, order.owners);
  const { name, version, serverName, total, remarks } = source;
  return {
    kind: 'head',
    name,
    version,
    serverId,
    serverName: serverId === source.serverId ? serverName : null,
    total,
    remarks,
    users: source.users.map((user) => ({
      id: users.get(user.id)?.id ?? user.id,
      name: user.friendlyName ?? user.name,
      friendlyName: user.friendlyName === user.name ? null : user.friendlyName,
    })),
  };
};

type Translation = Extract<ReturnType<typeof toTranslated>, { play: unknown }>;

const toRowCells = ({ rowId, firstRowId, play }: Translation): Cell[] => [
  rowId,
  firstRowId,
  play.id,
  play.user.id,
  play.user.name,
  play.user.thumb,
  toItemKey(play.serverId, play.item),
  play.item.ratingKey,
  play.item.live,
  play.item.type,
  play.player.machineId,
  play.item.librarySectionId,
  play.item.librarySectionTitle,
  play.startedAtMs,
  play.stoppedAtMs,
];

const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));

const toItemCells = ({ serverId, item, stoppedAtMs }: Play): Cell[] => [
  toItemKey(serverId, item),
  serverId,
  item.guid,
  item.type,
  item.title,
  item.parentTitle,
  item.grandparentTitle,
  item.originalTitle,
  whole(item.year),
  whole(item.durationMs),
  item.thumb,
  stoppedAtMs,
  toSeriesKey(serverId, item),
  toSeasonKey(serverId, item),
  toSearchText(item),
];

/** Gathers the lines of a part. */
const createSheets = (dir: string, { dry, site, importId }: Order) => {
  const named = new Set<string>();
  return (number: number) => {
    const paths = {
      rowsPath: join(dir, `rows-${number}`),
      playsPath: join(dir, `plays-${number}`),
      itemsPath: join(dir, `items-${number}`),
    };
    const texts = { rows: new Array<string>(), plays: new Array<string>(), items: new Array<string>() };
    return {
      ...paths,
      add: (translated: Translation[]): void => {
        texts.rows.push(translated.map((one) => toLine(toRowCells(one))).join(''));
        if (dry) return;
        let plays = '';
        for (const { rowId, play, evidence } of translated) {
          plays += toLine([rowId, ...toPlayRow({ site, play, evidence, importId, sourceId: String(rowId) })]);
          const key = toItemKey(play.serverId, play.item);
          if (key === null || named.has(key)) continue;
          named.add(key);
          texts.items.push(toLine(toItemCells(play)));
        }
        texts.plays.push(plays);
      },
      write: async (): Promise<void> => {
        await writeFile(paths.rowsPath, texts.rows.join(''));
        if (dry) return;
        await writeFile(paths.playsPath, Buffer.concat(texts.plays.map((text) => Buffer.from(text, 'utf8'))));
        await writeFile(paths.itemsPath, texts.items.join(''));
      },
    };
  };
};

/** Gives each part only when it is asked for. The files are the reader's to remove. */
export const readParts = async function* (source: TautulliSource, order: Order): AsyncGenerator<Part, void, undefined> {
  const serverId = order.serverId ?? source.serverId ?? '';
  const { sections, watched } = source;
  const users = toUsers(source, serverId, order.owners);
  const house = { serverId, users, sections, watched, toId: createPlayIds(serverId) };
  await mkdir(order.dir, { recursive: true });
  const toSheets = createSheets(order.dir, order);
  let after = order.after;
  let ended = false;
  let written: Promise<Part | null> = Promise.resolve(null);
  for (let number = 0; !ended; number += 1) {
    const { add, write, ...paths } = toSheets(number);
    const part: Part = {
      kind: 'part',
      ...paths,
      rows: 0,
      lines: 0,
      lastRowId: after,
      fromMs: Number.MAX_SAFE_INTEGER,
      untilMs: 0,
      unusable: [],
    };
    const seen = new Set<number>();
    while (!ended && part.rows < rowsInPart) {
      const rows = await source.read(after, rowsAtOnce);
      ended = rows.length === 0;
      const usable: Translation[] = [];
      for (const row of rows) {
        const translated = toTranslated(row, house);
        // Pages of a Tautulli that goes on recording overlap.
        if (seen.has(translated.rowId)) continue;
        seen.add(translated.rowId);
        part.rows += 1;
        part.lastRowId = Math.max(part.lastRowId, translated.rowId);
        if ('why' in translated) part.unusable.push(translated);
        else usable.push(translated);
      }
      for (const { play } of usable) {
        part.fromMs = Math.min(part.fromMs, play.startedAtMs ?? play.stoppedAtMs);
        part.untilMs = Math.max(part.untilMs, play.stoppedAtMs);
      }
      part.lines += usable.length;
      add(usable);
      after = part.lastRowId;
    }
    // Written while the next part is being made.
    const before = written;
    written = part.rows === 0 ? Promise.resolve(null) : write().then(() => part);
    const ready = await before;
    if (ready) yield ready;
  }
  const last = await written;
  if (last) yield last;
};
