// Charts with people of one name.
import { expect, it } from 'vitest';
import { tellChartApart } from './tell-chart-apart.ts';
import { toBucket, toGrid, toSeries } from './test-charts.ts';

const servers = [
  { id: 'a1', name: 'attic' },
  { id: 'b2', name: 'cellar' },
];

it('name their servers, in rows and in the legend; what has no name keeps none', () => {
  const chart = tellChartApart(
    toGrid({
      chart: 'users',
      axis: 'value',
      buckets: [
        toBucket('a1:1', { label: 'Ada' }),
        toBucket('b2:1', { label: 'Ada' }),
        toBucket('7400001', { label: 'Bruno' }),
        toBucket('rest', { filter: null }),
      ],
      series: [toSeries('a1:1', [1], { label: 'Ada' }), toSeries('7400001', [1], { label: 'Ada' })],
    }),
    servers,
  );
  expect(chart.buckets.map(({ label }) => label)).toEqual(['Ada (attic)', 'Ada (cellar)', 'Bruno', null]);
  expect(chart.series.map(({ label }) => label)).toEqual(['Ada (attic)', 'Ada']);
});

it('name them among newcomers and people too', () => {
  const user = { thumb: null, name: 'Ada' };
  const span = { plays: 1, watchedMs: 1, firstAtMs: 1, lastAtMs: 1, first: null, last: null, filter: {} };
  const told = tellChartApart(
    {
      ...toGrid({ chart: 'first-last' }),
      kind: 'people',
      people: [
        { ...span, user: { ...user, id: 'a1:1' } },
        { ...span, user: { ...user, id: 'b2:1' } },
      ],
    },
    servers,
  );
  expect(told.kind === 'people' && told.people.map((one) => one.user.name)).toEqual(['Ada (attic)', 'Ada (cellar)']);
  const first = { kind: 'user' as const, label: 'Ada', userName: null, firstAtMs: 1, filter: {} };
  const news = tellChartApart(
    {
      ...toGrid({ chart: 'newcomers' }),
      kind: 'newcomers',
      newcomers: [
        { ...first, key: 'a1:1' },
        { ...first, key: 'b2:1' },
      ],
    },
    servers,
  );
  expect(news.kind === 'newcomers' && news.newcomers.map(({ label }) => label)).toEqual([
    'Ada (attic)',
    'Ada (cellar)',
  ]);
});
