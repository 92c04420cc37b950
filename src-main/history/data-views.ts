// What the history tells to other programs: each table with its columns, as exports, the archive and the console have
// them. docs/data.md is written from it.

/** `time` is a moment; it is kept here as epoch milliseconds. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'boolean' | 'time';
export type Column = { name: string; kind: ColumnKind; sql: string; says: string };
export type DataView = {
  name: string;
  says: string;
  /** The table with its rows, called by its own name. */
  table: string;
  /** What is joined to it. */
  join?: string;
  /** The moment by which the archive cuts it into months; null: it is small and stays whole. */
  byMs: string | null;
  columns: readonly Column[];
};

export const sqlTypes: Readonly<Record<ColumnKind, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP WITH TIME ZONE',
};

const column =
  (kind: ColumnKind) =>
  (name: string, says: string, sql: string = name): Column => ({ name, kind, sql, says });
const text = column('text');
const integer = column('integer');
const number = column('number');
const boolean = column('boolean');
const time = column('time');

const plays: DataView = {
  name: 'plays',
  says: 'Every finished viewing, also those that are too short to count and those that were deleted.',
  table: 'play',
  join: 'LEFT JOIN (SELECT id AS known_id, name AS server_name FROM server) known ON known.known_id = play.server_id',
  byMs: 'stopped_at_ms',
  columns: [
    text('id', 'The play’s own id'),
    text('viewing_id', 'The first play of a viewing that was resumed; its own id otherwise', 'group_id'),
    text('server_id', 'The Plex server', 'server_id'),
    text('server_name', 'What the server calls itself'),
    text('user_id', 'Who watched, as Plex numbers accounts'),
    text('user_name', 'Who watched'),
    time('started_at', 'When it began; empty where only its end is known', 'started_at_ms'),
    time('stopped_at', 'When it ended', 'stopped_at_ms'),
    integer('watched_ms', 'Time really played, without pauses; empty where nobody saw it'),
    integer('paused_ms', 'Time in pauses'),
    integer('position_ms', 'The furthest position'),
    number('percent', 'The furthest position as a share of the item'),
    boolean('watched', 'Whether it counts as watched to the end'),
    text('type', 'movie, episode, track, clip, photo, other'),
    boolean('live', 'Live TV', 'coalesce(live, false)'),
    text('title', 'Of the movie, episode or track', "item->>'title'"),
    text('parent_title', 'Of the season or album', "item->>'parentTitle'"),
    text('series_title', 'Of the series, or the artist', "item->>'grandparentTitle'"),
    integer('season_number', 'Or the number of the disc', "TRY_CAST(item->>'parentIndex' AS BIGINT)"),
    integer('episode_number', 'Or the number of the track', "TRY_CAST(item->>'index' AS BIGINT)"),
    integer('year', 'Of the item', "TRY_CAST(item->>'year' AS BIGINT)"),
    integer('duration_ms', 'How long the item is'),
    text('library_id', 'The section of the server'),
    text('library', 'Its name then', "item->>'librarySectionTitle'"),
    text('guid', 'How Plex calls the item everywhere'),
    text('item_key', 'The same for plays of the same item'),
    text('series_key', 'The same for plays of the same series'),
    text('player', 'The name of the player', 'player_title'),
    text('product', 'The app'),
    text('platform', 'What the app runs on'),
    text('address', 'Where the player was', "coalesce(player->>'publicAddress', player->>'address')"),
    text('location', 'lan, wan or relay'),
    integer('bandwidth_kbps', 'What Plex reserved for the stream'),
    text('decision', 'direct-play, copy or transcode; empty where nobody saw it'),
    text('video_decision', 'The same of the picture'),
    text('audio_decision', 'The same of the sound'),
    text('source_resolution', 'As stored'),
    text('delivered_resolution', 'As delivered'),
    text('source_video_codec', 'As stored', "stream->'video'->'source'->>'codec'"),
    text('delivered_video_codec', 'As delivered', "stream->'video'->'delivered'->>'codec'"),
    text('source_audio_codec', 'As stored', "stream->'audio'->'source'->>'codec'"),
    text('delivered_audio_codec', 'As delivered', "stream->'audio'->'delivered'->>'codec'"),
    text('reasons', 'Why it was converted: codes with a bar between them', "trim(reason_codes, '|')"),
    text('why', 'The same in sentences', "nullif(array_to_string(json_extract_string(reasons, '$[*].text'), ' '), '')"),
    text(
      'how_sure',
      'Of each sentence: certain, likely or unknown',
      "nullif(array_to_string(json_extract_string(reasons, '$[*].confidence'), '|'), '')",
    ),
    integer('buffer_count', 'How often it stopped to buffer'),
    integer('stalled_ms', 'How long it stood still for that; empty where Marquee did not see it'),
    integer('first_frame_ms', 'How long the first picture took; empty where its wait was not seen'),
    text('ended_by', 'How it came to its end'),
    boolean('short', 'Too short to count'),
    text('origin', 'live, plex-history or tautulli'),
    time('deleted_at', 'When the owner deleted it; empty for those that stand', 'removed_at_ms'),
  ],
};

const events: DataView = {
  name: 'events',
  says: 'Every fact, in order, as long as events are kept.',
  table: 'event',
  byMs: 'at_ms',
  columns: [
    integer('seq', 'Its place in the order'),
    text('id', 'Its own id'),
    text('server_id', 'The Plex server'),
    text('kind', 'What happened; docs/events.md has them all'),
    time('at', 'When', 'at_ms'),
    text('play_id', 'The play that it belongs to', 'session_id'),
    text('body', 'All that is told of it, as JSON', 'body::VARCHAR'),
  ],
};

const samples: DataView = {
  name: 'samples',
  says: 'How streams went, every ten seconds at most, as long as that is kept.',
  table: 'sample',
  byMs: 'at_ms',
  columns: [
    text('play_id', 'The play', 'session_id'),
    text('server_id', 'The Plex server'),
    time('at', 'When', 'at_ms'),
    integer('position_ms', 'How far into the item'),
    text('state', 'playing, paused, buffering'),
    integer('bandwidth_kbps', 'What Plex reserved then'),
    number('speed', 'Of the conversion: 1 is as fast as it is watched'),
    number('ahead_ms', 'What was converted and not yet watched'),
    text('location', 'lan, wan or relay'),
  ],
};

const small: readonly DataView[] = [
  {
    name: 'items',
    says: 'What was played.',
    table: 'item',
    byMs: null,
    columns: [
      text('item_key', 'As in plays', 'key'),
      text('server_id', 'The Plex server'),
      text('guid', 'How Plex calls it everywhere'),
      text('type', 'As in plays'),
      text('title', 'Its own'),
      text('parent_title', 'Of its season or album'),
      text('series_title', 'Of its series or artist', 'grandparent_title'),
      text('original_title', 'In its own language'),
      integer('year', 'When it came out'),
      integer('duration_ms', 'How long it is'),
      text('series_key', 'As in plays'),
    ],
  },
  {
    name: 'users',
    says: 'Who watched.',
    table: 'account',
    byMs: null,
    columns: [text('user_id', 'As in plays', 'id'), text('user_name', 'Newest name', 'name')],
  },
  {
    name: 'servers',
    says: 'Every Plex server that was ever watched.',
    table: 'server',
    byMs: null,
    columns: [
      text('server_id', 'As in plays', 'id'),
      text('server_name', 'What it calls itself', 'name'),
      text('version', 'Of Plex'),
      text('platform', 'What it runs on'),
      time('last_heard_at', 'When it answered last', 'last_heard_at_ms'),
    ],
  },
  {
    name: 'libraries',
    says: 'The sections that plays came from.',
    table: 'library',
    byMs: null,
    columns: [
      text('server_id', 'As in plays'),
      text('library_id', 'As in plays', 'id'),
      text('title', 'Its name'),
      text('type', 'movie, show, artist, photo'),
    ],
  },
  {
    name: 'gaps',
    says: 'When a server was not watched, and why.',
    table: 'gap',
    byMs: null,
    columns: [
      text('server_id', 'As in plays'),
      time('from_at', 'From', 'from_ms'),
      time('to_at', 'To; empty while it lasts', 'to_ms'),
      text('why', 'server-down, paused, asleep …'),
    ],
  },
];

export const playView = plays;
export const dataViews: readonly DataView[] = [plays, events, samples, ...small];

/** A column as others get it: a moment is a moment. Epoch milliseconds where `raw`. */
const toSelected = ({ name, kind, sql }: Column, raw: boolean): string => {
  const value = kind === 'time' && !raw ? `make_timestamptz(CAST(${sql} AS BIGINT) * 1000)` : sql;
  return `CAST(${value} AS ${kind === 'time' && raw ? 'BIGINT' : sqlTypes[kind]}) AS "${name}"`;
};

/** `which`: a condition on the columns of its table. */
export const selectView = (view: DataView, which = 'true', raw = false): string =>
  `SELECT ${view.columns.map((one) => toSelected(one, raw)).join(', ')}
   FROM (SELECT * FROM ${view.table} WHERE ${which}) ${view.table} ${view.join ?? ''}`;
