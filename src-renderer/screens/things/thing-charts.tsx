// The charts of one thing, by the bar that all charts have; and its plays, in the table of the history.
import { useMemo, useRef } from 'react';
import type { ChartName } from '../../../src-contract/chart.ts';
import type { PointFilter } from '../../../src-contract/play-filter.ts';
import { findChart } from '../../charts/catalogue.ts';
import { ChartBar } from '../../charts/chart-bar.tsx';
import { ChartCard } from '../../charts/chart-card.tsx';
import chartStyles from '../../charts/charts.module.css';
import { type Question, writeQuestion } from '../../charts/question.ts';
import { useQuestion } from '../../charts/use-question.ts';
import { useView } from '../../client/marquee.ts';
import { changeQuery, useQueryPart } from '../../client/use-query.ts';
import { addPoint } from '../../parts/filter/filter-address.ts';
import { readOrder, writeOrder } from '../history/order.ts';
import { Table } from '../history/table.tsx';
import { useFitting } from '../history/use-fitting.ts';
import styles from './things.module.css';

type Props = { filter: PointFilter; charts: readonly ChartName[] };

export function ThingCharts({ filter, charts }: Props) {
  const { question, ask } = useQuestion();
  const whole = useMemo(
    (): Question => ({ ...question, filter: addPoint(question.filter, filter) }),
    [question, filter],
  );
  const query = new URLSearchParams();
  writeQuestion(whole, query);
  const entries = charts.map(findChart).filter((entry) => entry !== null);
  return (
    <section className={styles.part} aria-label="Charts">
      <h2>Charts</h2>
      <ChartBar question={question} onAsk={ask} hasFilter={false} />
      <div className={chartStyles.grid}>
        {entries.map((entry) => (
          <ChartCard key={entry.chart} entry={entry} question={whole} href={`#/charts/${entry.chart}?${query}`} />
        ))}
      </div>
    </section>
  );
}

const nobody: ReadonlySet<string> = new Set();

export function ThingHistory({ filter }: { filter: PointFilter }) {
  const { snapshot } = useView();
  const list = useRef<HTMLElement>(null);
  const columns = useFitting(list).shown;
  const order = readOrder(useQueryPart());
  const own = useMemo(() => addPoint({}, filter), [filter]);
  const names = new Map(snapshot?.servers.map(({ id, name }) => [id, name]));
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
  return (
    <section ref={list} className={styles.part} aria-label="Its history">
      <h2>
        History <a href={`#/history?${query}`}>Open with filters</a>
      </h2>
      <div className={styles.history}>
        <Table
          filter={own}
          order={order}
          onOrder={(next) => changeQuery((changing) => writeOrder(next, changing), 'replace')}
          columns={columns}
          chosen={nobody}
          onChoose={() => {}}
          onChooseAll={() => {}}
          shownId={null}
          onShow={(playId) => (location.hash = `#/history/${encodeURIComponent(playId)}?${query}`)}
          serverNameOf={(id) => names.get(id) ?? 'a server of before'}
        />
      </div>
    </section>
  );
}
