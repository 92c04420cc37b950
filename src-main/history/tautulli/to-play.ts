// From a row of Tautulli's history to the play that is kept, or why it cannot be one. Pure.
import type { UnusableWhy } from '../../../src-contract/import.ts';
import type { Evidence, Play } from '../../../src-contract/play.ts';
import { itemTypeSchema, type User } from '../../../src-contract/words.ts';
import { isShort } from '../play-fold.ts';
import type { TautulliRow } from './row.ts';
import { toStream, toTranscode } from './to-stream.ts';

/** What is the same for all rows of one Tautulli. */
export type TautulliHouse = {
  serverId: string;
  /** By Tautulli's user id: friendly names, and the id under which Marquee knows this person. */
  users: ReadonlyMap<string, User>;
  /** Titles of the libraries, by section. */
  sections: ReadonlyMap<string, string>;
  watched: WatchedRule;
  /** Makes the same id for the same row, whenever it is read. */
  toId: (rowId: number, startedAtMs: number) => string;
};

/** When Tautulli calls something watched, in its own settings; percents are of the duration. */
export type WatchedRule = { movie: number; episode: number; track: number; marker: number };
export const usualRule: WatchedRule = { movie: 85, episode: 85, track: 85, marker: 3 };

export type Translated = {
  rowId: number;
  /** The first row of the viewing that this one resumes; its own number when it stands alone. */
  firstRowId: number;
  play: Play;
  evidence: Evidence | null;
};
export type Untranslated = { rowId: number; why: UnusableWhy };

const latestS = 32_503_680_000; // The year 3000: what is beyond it was written in other units.

const isTime = (seconds: number | null): seconds is number => seconds !== null && seconds > 0 && seconds < latestS;

const toItem = (row: TautulliRow, house: TautulliHouse): Play['item'] => {
  const kind = row.text('media_type');
  const type = itemTypeSchema.safeParse(kind === 'photo_album' ? 'photo' : kind);
  const section = row.text('section_id');
  const year = row.number('year');
  const durationMs = row.number('duration');
  const guid = row.text('guid');
  const live = row.number('live') === 1;
  const ratingKey = row.text('rating_key');
  return {
    guid,
    // The number of a programme of live TV is of this one evening.
    ratingKey: live ? null : ratingKey,
    parentRatingKey: row.text('parent_rating_key'),
    grandparentRatingKey: row.text('grandparent_rating_key'),
    grandparentGuid: null,
    librarySectionId: section,
    librarySectionTitle: section === null ? null : (house.sections.get(section) ?? null),
    type: type.success ? type.data : 'other',
    purpose: 'content',
    title: row.text('title') ?? row.text('full_title') ?? row.text('grandparent_title') ?? '',
    parentTitle: row.text('parent_title'),
    grandparentTitle: row.text('grandparent_title'),
    originalTitle: row.text('original_title'),
    index: row.number('media_index'),
    parentIndex: row.number('parent_media_index'),
    year: year !== null && year > 0 ? year : null,
    durationMs: durationMs !== null && durationMs > 0 ? durationMs : null,
    live,
    channel: row.text('channel_title') ?? row.text('channel_call_sign') ?? row.text('channel_vcn'),
    thumb: (type.data === 'episode' ? row.text('grandparent_thumb') : null) ?? row.text('thumb'),
    art: row.text('art'),
  };
};

const isWatched = (row: TautulliRow, house: TautulliHouse, item: Play['item'], positionMs: number): boolean => {
  const { watched } = house;
  const percent = item.type === 'movie' ? watched.movie : item.type === 'track' ? watched.track : watched.episode;
  const neededMs = (percent / 100) * (item.durationMs ?? 0);
  if (neededMs === 0) return false;
  const firstMs = row.number('marker_credits_first') ?? 0;
  const finalMs = row.number('marker_credits_final') ?? 0;
  if (watched.marker === 1 && finalMs > 0) return positionMs >= finalMs;
  if (watched.marker === 2 && firstMs > 0) return positionMs >= firstMs;
  return positionMs >= (watched.marker === 3 && firstMs > 0 ? Math.min(neededMs, firstMs) : neededMs);
};

const toNetwork = (row: TautulliRow): Play['network'] => {
  const word = row.text('location');
  const secure = row.number('secure');
  const away = word === 'cellular' ? 'wan' : word;
  return {
    location:
      row.number('relayed') === 1 ? 'relay' : away === 'lan' || away === 'wan' || away === 'relay' ? away : null,
    secure: secure === null ? null : secure === 1,
    bandwidthKbps: row.number('bandwidth'),
  };
};

const toPlayer = (row: TautulliRow): Play['player'] => ({
  title: row.text('player') ?? row.text('product') ?? row.text('platform') ?? '',
  product: row.text('product'),
  platform: row.text('platform'),
  platformVersion: row.text('platform_version'),
  device: null,
  version: row.text('product_version'),
  profile: row.text('profile'),
  machineId: row.text('machine_id'),
  address: row.text('ip_address')?.replace(/^::ffff:/, '') ?? null,
  publicAddress: null,
});

const toUser = (row: TautulliRow, house: TautulliHouse): User => {
  const id = row.text('user_id') ?? '0';
  const known = house.users.get(id);
  if (known) return known;
  const name = row.text('friendly_name') ?? row.text('user');
  return id === '0'
    ? { id: 'local', name: name ?? 'Local', thumb: null }
    : { id, name: name ?? `User ${id}`, thumb: null };
};

const whyNot = (startedS: number | null, stoppedS: number | null, row: TautulliRow): UnusableWhy | null => {
  if (!isTime(startedS)) return 'no-start';
  if (!isTime(stoppedS)) return 'never-stopped';
  if (stoppedS < startedS) return 'ends-before-start';
  const nameless = row.text('title') === null && row.text('full_title') === null;
  return nameless && row.text('rating_key') === null && row.text('guid') === null ? 'no-item' : null;
};

export const toTranslated = (row: TautulliRow, house: TautulliHouse): Translated | Untranslated => {
  const rowId = row.number('row_id') ?? row.number('id') ?? 0;
  const startedS = row.number('started');
  const stoppedS = row.number('stopped');
  const why = whyNot(startedS, stoppedS, row);
  if (why !== null || startedS === null || stoppedS === null) return { rowId, why: why ?? 'no-start' };
  const startedAtMs = Math.round(startedS * 1000);
  const stoppedAtMs = Math.round(stoppedS * 1000);
  const elapsedMs = stoppedAtMs - startedAtMs;
  const pausedMs = Math.min(Math.max(0, (row.number('paused_counter') ?? 0) * 1000), elapsedMs);
  const item = toItem(row, house);
  const stream = toStream(row);
  const offsetMs = row.number('view_offset');
  const told = row.number('percent_complete');
  const positionMs = offsetMs ?? (told === null || item.durationMs === null ? null : (told / 100) * item.durationMs);
  const percent =
    item.durationMs === null || positionMs === null
      ? told
      : Math.round((Math.min(positionMs, item.durationMs) / item.durationMs) * 100);
  const transcode = toTranscode(row, stream);
  const status = row.number('watched_status');
  const id = house.toId(rowId, startedAtMs);
  return {
    rowId,
    firstRowId: row.number('reference_id') ?? rowId,
    play: {
      id,
      serverId: house.serverId,
      groupId: id,
      user: toUser(row, house),
      item,
      player: toPlayer(row),
      network: toNetwork(row),
      stream,
      reasons: [],
      startedAtMs,
      stoppedAtMs,
      watchedMs: elapsedMs - pausedMs,
      pausedMs,
      positionMs,
      percent,
      watched: status === null ? isWatched(row, house, item, positionMs ?? 0) : status === 1,
      bufferCount: 0,
      endedBy: 'stopped',
      short: isShort(item, elapsedMs - pausedMs),
      origin: 'tautulli',
    },
    evidence: transcode === null || stream === null ? null : { versions: [], stream, transcode },
  };
};
