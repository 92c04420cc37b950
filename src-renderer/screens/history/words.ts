// What the history says of a play: when it was, how far it got, how it went for the viewer.
import type { Play, PlayLine } from '../../../src-contract/play.ts';
import { formatSpan, formatTimeOfDay, formatWait } from '../../../src-contract/text/format.ts';
import { describeItem } from '../../../src-contract/text/words.ts';

// Made once: thousands of rows pass by when one scrolls.
const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekdayToo = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const wholeDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dayMs = 86_400_000;
const quarterHourMs = 900_000;

/** Now, as far as days are told by it: every zone's day begins at a quarter hour. Rows need not be drawn anew between. */
export const toDayTime = (nowMs: number): number => Math.floor(nowMs / quarterHourMs) * quarterHourMs;

/** `Today`, `Yesterday`, `Fri 21 Nov`; longer ago `2 Nov`, of other years `21 Nov 2019`. */
export function describeDate(atMs: number, nowMs: number): string {
  const day = wholeDay.format(atMs);
  if (day === wholeDay.format(nowMs)) return 'Today';
  if (day === wholeDay.format(nowMs - dayMs)) return 'Yesterday';
  const year = wholeDay.format(nowMs).slice(-5);
  if (!day.endsWith(year)) return day;
  const isThisWeek = atMs > nowMs - 6 * dayMs && atMs < nowMs;
  return isThisWeek ? weekdayToo.format(atMs).replace(',', '') : day.slice(0, -year.length);
}

/** `21:04`. */
export const describeTime = (atMs: number): string => timeOfDay.format(atMs);

/** `Today 21:04–23:30`; without an end it goes on, without a beginning nobody saw it. */
export function describeWhen(startedAtMs: number | null, stoppedAtMs: number | null, nowMs: number): string {
  const first = startedAtMs ?? stoppedAtMs ?? nowMs;
  if (stoppedAtMs === null) return `since ${timeOfDay.format(first)}`;
  const until = startedAtMs === null ? '' : `–${timeOfDay.format(stoppedAtMs)}`;
  return `${describeDate(first, nowMs)} ${timeOfDay.format(first)}${until}`;
}

/** Of a group, whose last day stands beside it: `38 plays since 17 Feb 2024`. */
export function describePlays({ plays, firstAtMs, lastAtMs }: Group, nowMs: number): string {
  const [first, last] = [describeDate(firstAtMs, nowMs), describeDate(lastAtMs, nowMs)];
  return `${plays.toLocaleString('en-GB')} plays${first === last ? '' : ` since ${first}`}`;
}

/** What a screen reader says of a row before its cells. */
export function describePlay({ item, user }: Pick<PlayLine, 'item' | 'user'>): string {
  return `${describeItem(item).title}, ${user.name}`;
}

/** What a series or a season is called. */
export function describeGroup(line: Pick<PlayLine, 'item'>, by: 'series' | 'season'): string {
  const { item } = line;
  if (item.type === 'track') return (by === 'season' ? item.parentTitle : item.grandparentTitle) ?? item.title;
  const series = item.grandparentTitle ?? item.title;
  if (by === 'series' || item.grandparentTitle === null) return series;
  const season = item.parentIndex === 0 ? 'Specials' : (item.parentTitle ?? `Season ${item.parentIndex ?? '?'}`);
  return `${series} · ${season}`;
}

type Group = Pick<NonNullable<PlayLine['group']>, 'plays' | 'firstAtMs' | 'lastAtMs'>;

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** How it went for the viewer, in sentences; empty where nobody looked. */
export function describeExperience({ experience, bufferCount, stream }: Play): string[] {
  if (!experience) return bufferCount > 0 ? [`It stopped to buffer ${times(bufferCount)}.`] : [];
  const { firstFrameMs, stalls, stalledMs, transcodeRestarts } = experience;
  const long = stalledMs === null ? '' : `, ${formatWait(stalledMs)} in all`;
  return [
    firstFrameMs === null ? null : `The first picture came after ${formatWait(firstFrameMs)}.`,
    stalls === 0 ? 'It never stopped to buffer.' : `It stopped to buffer ${times(stalls)}${long}.`,
    stream?.decision !== 'transcode' || transcodeRestarts === 0
      ? null
      : `Its conversion was begun anew ${times(transcodeRestarts)}.`,
  ].filter((sentence) => sentence !== null);
}

export function describeLocation(location: PlayLine['network']['location']): string | null {
  return location === null ? null : location === 'relay' ? 'Relay' : location.toUpperCase();
}

export const originWords: Readonly<Record<Play['origin'], string>> = {
  live: 'Marquee, which saw it live',
  'plex-history': 'Plex’s own history, which tells only that it was played',
  tautulli: 'Tautulli',
};

const longMs = 10 * dayMs;

/** `350,000 plays · 10,459 days watched`. */
export function describeTotals(plays: number, watchedMs: number): string {
  // Plex's own history tells of no time.
  if (watchedMs === 0) return formatPlays(plays);
  const long =
    watchedMs < longMs ? formatSpan(watchedMs) : `${Math.round(watchedMs / dayMs).toLocaleString('en-GB')} days`;
  return `${formatPlays(plays)} · ${long} watched`;
}

const formatPlays = (plays: number): string => `${plays.toLocaleString('en-GB')} ${plays === 1 ? 'play' : 'plays'}`;

export function describeMoment(atMs: number, nowMs: number): string {
  return `${describeDate(atMs, nowMs)} ${formatTimeOfDay(atMs)}`;
}
