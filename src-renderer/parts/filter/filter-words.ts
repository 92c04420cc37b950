// How the parts of the filter and their values are called.
import { reasonCodeSchema } from '../../../src-contract/reason.ts';
import type { Facet } from '../../../src-contract/play.ts';
import { formatMoment } from '../../../src-contract/text/format.ts';
import { reasonWords } from '../../../src-contract/text/reasons.ts';
import { decisionWords } from '../../../src-contract/text/words-stream.ts';
import { type NamedServer, tellApart } from '../../client/tell-apart.ts';
import type { Filter, ListPart } from './filter-address.ts';

export const partWords: Readonly<Record<ListPart, string>> = {
  user: 'User',
  server: 'Server',
  library: 'Library',
  type: 'Type',
  player: 'Player',
  platform: 'Platform',
  decision: 'Decision',
  reason: 'Reason',
  location: 'Location',
  origin: 'Known from',
  sourceResolution: 'Stored as',
  deliveredResolution: 'Delivered as',
  item: 'Title',
  series: 'Series',
  season: 'Season',
};

/** Those whose values the core can list; the others come from rows and charts. */
export const facetParts = [
  'user',
  'server',
  'library',
  'type',
  'player',
  'platform',
  'decision',
  'reason',
  'location',
  'series',
  'origin',
  'sourceResolution',
  'deliveredResolution',
] as const satisfies ReadonlyArray<Facet & ListPart>;
export type FacetPart = (typeof facetParts)[number];

const fixedWords: Partial<Record<ListPart, Readonly<Record<string, string>>>> = {
  type: {
    movie: 'Movies',
    episode: 'Episodes',
    track: 'Music',
    clip: 'Clips',
    photo: 'Photos',
    live: 'Live TV',
    other: 'Other',
  },
  decision: decisionWords,
  location: { lan: 'LAN', wan: 'WAN', relay: 'Relay' },
  origin: { live: 'Seen live', 'plex-history': 'Plex’s own history', tautulli: 'Tautulli' },
};

/** `label` is what the core calls it; its codes have words here. */
export function describeValue(part: ListPart, value: string, label: string = value): string {
  if (value === 'unknown' && part !== 'reason') return 'Not known';
  if (part === 'reason') {
    const code = reasonCodeSchema.safeParse(value);
    return code.success ? reasonWords[code.data].title : label;
  }
  if (part === 'sourceResolution' || part === 'deliveredResolution') {
    return /^\d+$/.test(value) ? `${value}p` : value.toUpperCase();
  }
  return fixedWords[part]?.[value] ?? label;
}

/** Of several, so that those of one name are told apart. */
export function nameValues(
  part: ListPart,
  values: ReadonlyArray<{ value: string; label: string }>,
  homes: readonly NamedServer[],
): ReadonlyMap<string, string> {
  const named = values.map(({ value, label }) => ({ key: value, name: describeValue(part, value, label) }));
  return tellApart(named, homes);
}

/** Two are named, more are counted. */
export function describeChosen(names: readonly string[]): string {
  return names.length > 2 ? `${names[0]} + ${names.length - 1}` : names.join(', ');
}

const weekdays = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

type NameOf = (part: 'item' | 'series' | 'season', key: string) => string | null;

/** What is chosen beside the lists, each as it stands on its chip. */
export function describePoints(filter: Filter, nameOf?: NameOf): Array<{ part: keyof Filter; says: string }> {
  const { item, season, viewing, watched, stalled, completion, includeShort, removed, weekday, hour, playingAtMs } =
    filter;
  const named = (part: 'item' | 'season', keys: readonly string[] | undefined, otherwise: string) =>
    keys === undefined ? null : describeChosen(keys.map((key) => nameOf?.(part, key) ?? otherwise));
  const said: Array<readonly [keyof Filter, string | null]> = [
    ['item', named('item', item, 'One title')],
    ['season', named('season', season, 'One season')],
    ['viewing', viewing === undefined ? null : 'One viewing'],
    ['watched', watched === undefined ? null : watched ? 'Watched to the end' : 'Not watched to the end'],
    ['stalled', stalled === undefined ? null : stalled ? 'Stopped to buffer' : 'Never stopped to buffer'],
    ['completion', completion === undefined ? null : `${completion.replace('-', '–')} % played`],
    ['weekday', weekday === undefined ? null : (weekdays[weekday - 1] ?? null)],
    ['hour', hour === undefined ? null : `${hour}:00–${(hour + 1) % 24}:00`],
    ['playingAtMs', playingAtMs === undefined ? null : `Playing at ${formatMoment(playingAtMs, Date.now())}`],
    ['includeShort', includeShort === true ? 'With very short plays' : null],
    ['removed', removed === true ? 'Deleted plays' : null],
  ];
  return said.flatMap(([part, says]) => (says === null ? [] : [{ part, says }]));
}
