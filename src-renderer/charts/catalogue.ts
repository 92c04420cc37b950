// All charts in the order in which they are read: how each is drawn, what it is called, what it tells.
import type { ChartName } from '../../src-contract/chart.ts';

/** `columns` stand on an axis, `rows` lie on one, `people` is a table by itself. */
type Look = 'columns' | 'lines' | 'rows' | 'heat' | 'people';

export type ChartEntry = {
  chart: ChartName;
  title: string;
  about: string;
  look: Look;
  /** Takes the whole width. */
  wide?: boolean;
  /** False: it counts something that is neither plays nor time, or always time. */
  hasMeasure?: boolean;
};

const overTime: readonly ChartEntry[] = [
  { chart: 'days-by-type', title: 'Day by day', about: 'What was played, by type.', look: 'columns', wide: true },
  {
    chart: 'days-by-decision',
    title: 'Day by day, by delivery',
    about: 'How it reached the screens.',
    look: 'columns',
  },
  { chart: 'months', title: 'Month by month', about: 'What was played, by type.', look: 'columns' },
  {
    chart: 'watch-time',
    title: 'Time watched, by person',
    about: 'Those who watched the most, and all others.',
    look: 'columns',
    wide: true,
    hasMeasure: false,
  },
];

const ofTheWeek: readonly ChartEntry[] = [
  { chart: 'week-hours', title: 'The week, hour by hour', about: 'When plays begin.', look: 'heat', wide: true },
  { chart: 'weekdays', title: 'By day of the week', about: 'On which day plays begin.', look: 'columns' },
  { chart: 'hours', title: 'By hour of the day', about: 'At which hour plays begin.', look: 'columns' },
];

const load: readonly ChartEntry[] = [
  {
    chart: 'concurrency',
    title: 'Streams at once',
    about: 'The most at the same moment.',
    look: 'lines',
    wide: true,
    hasMeasure: false,
  },
  {
    chart: 'bandwidth',
    title: 'Bandwidth',
    about: 'The highest minute, and what 95 % of the time was enough.',
    look: 'lines',
    wide: true,
    hasMeasure: false,
  },
];

const most: readonly ChartEntry[] = [
  { chart: 'titles', title: 'Titles', about: 'Movies, episodes and tracks watched most.', look: 'rows' },
  { chart: 'series', title: 'Series', about: 'All episodes of a series together.', look: 'rows' },
  { chart: 'libraries', title: 'Libraries', about: 'Where it was taken from.', look: 'rows' },
  { chart: 'completion', title: 'How far plays got', about: 'Of the length of what was played.', look: 'columns' },
];

const people: readonly ChartEntry[] = [
  { chart: 'users', title: 'People', about: 'Who watched most, by type.', look: 'rows' },
  { chart: 'players', title: 'Players', about: 'The devices that played most.', look: 'rows' },
  {
    chart: 'newcomers',
    title: 'New people and players',
    about: 'Seen for the first time.',
    look: 'columns',
    hasMeasure: false,
  },
  { chart: 'platforms', title: 'Platforms', about: 'What the players run on.', look: 'rows' },
  {
    chart: 'first-last',
    title: 'First and last watched',
    about: 'Of each person.',
    look: 'people',
    wide: true,
    hasMeasure: false,
  },
];

const delivery: readonly ChartEntry[] = [
  {
    chart: 'resolutions',
    title: 'Stored and delivered resolution',
    about: 'Each stored one, and what came of it.',
    look: 'rows',
  },
  {
    chart: 'reasons',
    title: 'Why streams were transcoded',
    about: 'A play with two reasons counts for both.',
    look: 'lines',
  },
  {
    chart: 'platforms-by-decision',
    title: 'Platforms, by delivery',
    about: 'What plays directly where.',
    look: 'rows',
  },
  { chart: 'users-by-decision', title: 'People, by delivery', about: 'Whose streams cost the most.', look: 'rows' },
];

const experience: readonly ChartEntry[] = [
  {
    chart: 'stalls',
    title: 'Plays that stopped to buffer',
    about: 'Their share of all plays, by delivery.',
    look: 'lines',
    hasMeasure: false,
  },
  {
    chart: 'waiting',
    title: 'Time spent waiting',
    about: 'While a play had stopped to buffer.',
    look: 'columns',
    hasMeasure: false,
  },
  {
    chart: 'first-picture',
    title: 'Time to the first picture',
    about: 'From the first sign of a play, where the player buffered for it.',
    look: 'lines',
    hasMeasure: false,
  },
  {
    chart: 'players-by-stalls',
    title: 'Players, by how it went',
    about: 'Those that stopped to buffer most come first.',
    look: 'rows',
  },
];

export const chartGroups: ReadonlyArray<{ name: string; charts: readonly ChartEntry[] }> = [
  { name: 'Over time', charts: overTime },
  { name: 'In the week', charts: ofTheWeek },
  { name: 'At once', charts: load },
  { name: 'Watched most', charts: most },
  { name: 'People and players', charts: people },
  { name: 'How it was delivered', charts: delivery },
  { name: 'How it went for the viewers', charts: experience },
];

const entries: readonly ChartEntry[] = chartGroups.flatMap(({ charts }) => charts);

export function findChart(name: string | null): ChartEntry | null {
  return entries.find(({ chart }) => chart === name) ?? null;
}
