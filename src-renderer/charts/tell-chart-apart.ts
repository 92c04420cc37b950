// A chart in which people and things of one name are told apart by their servers. Pure.
import type { Chart } from '../../src-contract/chart.ts';
import { type NamedServer, tellApart } from '../client/tell-apart.ts';

export function tellChartApart(chart: Chart, servers: readonly NamedServer[]): Chart {
  const apart = <Some extends { key: string; label: string | null }>(some: readonly Some[]): Some[] => {
    const named = some.flatMap(({ key, label }) => (label === null ? [] : [{ key, name: label }]));
    const names = tellApart(named, servers);
    return some.map((one) => ({ ...one, label: names.get(one.key) ?? one.label }));
  };
  const grid = { buckets: apart(chart.buckets), series: apart(chart.series) };
  switch (chart.kind) {
    case 'grid':
    case 'concurrency':
      return { ...chart, ...grid };
    case 'newcomers':
      return { ...chart, ...grid, newcomers: apart(chart.newcomers) };
    case 'people': {
      const named = chart.people.map(({ user }) => ({ key: user.id, name: user.name }));
      const names = tellApart(named, servers);
      const people = chart.people.map((one) => ({
        ...one,
        user: { ...one.user, name: names.get(one.user.id) ?? one.user.name },
      }));
      return { ...chart, ...grid, people };
    }
  }
}
