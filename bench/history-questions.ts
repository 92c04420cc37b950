// What the bench asks a long history: as its pages and charts do, with filters that people use and some that few use.
import { chartNameSchema } from '../src-contract/chart.ts';
import { serverIds, userCount } from './make-plays.ts';

export type Question = {
  name: string;
  path: (n: number, total: number) => string;
  /** Of the ten million: an unusual filter may take longer. */
  unusual?: boolean;
};

const page = (name: string, query: (n: number, total: number) => string, unusual = false): Question => ({
  name: `history, ${name}`,
  path: (n, total) => `/api/v1/history?length=50&${query(n, total)}`,
  unusual,
});
const zone = 'zone=Europe/Berlin';

const pages: readonly Question[] = [
  page('newest page', () => ''),
  page('deep page', (n, total) => `start=${Math.floor(total * 0.9) + n}`),
  page('one person', (n) => `user=user-${n % userCount}`),
  page('one server, short ones too', () => `server=${serverIds[0]}&includeShort=true`),
  page('one library, transcoded', () => `library=${serverIds[0]}:2&decision=transcode`),
  page('one player, last 30 days', (n) => `player=machine-${n % userCount}-1&from=${Date.now() - 30 * 86_400_000}`),
  page('one film', (n) => `item=plex://movie/5d7768244de0ee001fcc${String((n % 100) * 10).padStart(6, '0')}`),
  page('one reason', () => 'reason=picture-subtitle-burned', true),
  page('remote, unwatched, one platform', () => 'location=wan&watched=false&platform=Roku', true),
  page('sunday evenings', () => `weekday=7&hour=20&${zone}`, true),
  page('sorted by time watched', () => 'sort=watchedMs', true),
  page('sorted by title, deep', (n, total) => `sort=title&order=asc&start=${Math.floor(total / 2) + n}`, true),
  page('resumed plays grouped', () => 'group=viewing', true),
  page('grouped by series', () => 'group=series', true),
  page('search for a title', (n) => `text=film ${(n % 100) * 10}`),
  page('search for a series and a person', (n) => `text=series ${n % 50} person ${n % 9}`),
  { name: 'facets, people', path: () => '/api/v1/history/facets/user' },
  {
    name: 'facets, platforms of one person',
    path: (n) => `/api/v1/history/facets/platform?user=user-${n % userCount}`,
  },
];

const charts: readonly Question[] = [
  { name: 'home cards, 30 days', path: () => `/api/v1/home?days=30&${zone}` },
  { name: 'home cards, everything', path: () => `/api/v1/home?${zone}`, unusual: true },
  ...chartNameSchema.options.flatMap((chart): Question[] => [
    { name: `chart ${chart}, all years`, path: () => `/api/v1/charts/${chart}?${zone}` },
  ]),
  { name: 'chart days-by-type, 30 days', path: () => `/api/v1/charts/days-by-type?days=30&${zone}` },
  { name: 'chart concurrency, 30 days', path: () => `/api/v1/charts/concurrency?days=30&${zone}` },
  {
    name: 'chart week-hours of one person',
    path: (n) => `/api/v1/charts/week-hours?user=user-${n % userCount}&${zone}`,
  },
  {
    name: 'chart concurrency of one person, a year',
    path: (n) => `/api/v1/charts/concurrency?user=user-${n % userCount}&days=365&${zone}`,
    unusual: true,
  },
];

export const questions: readonly Question[] = [...pages, ...charts];
