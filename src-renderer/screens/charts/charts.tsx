// Charts: the cards of what is watched most, then every chart there is, by one bar; or one of them alone.
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useMarquee, useView } from '../../client/marquee.ts';
import { useKeys } from '../../client/use-keys.ts';
import { chartGroups, findChart } from '../../charts/catalogue.ts';
import { ChartBar } from '../../charts/chart-bar.tsx';
import { ChartCard } from '../../charts/chart-card.tsx';
import chartStyles from '../../charts/charts.module.css';
import { StepChoice } from '../../charts/step-choice.tsx';
import { useQuestion } from '../../charts/use-question.ts';
import { Alarms } from '../../parts/alarms.tsx';
import { NothingYet } from '../../parts/nothing-yet.tsx';
import { Notice } from '../../parts/notice.tsx';
import { describeAlarms, describeLost } from '../../../src-contract/text/words-server.ts';
import styles from './charts-screen.module.css';
import { HomeRow } from './home-row.tsx';

export function ChartsScreen({ page }: { page: string | null }) {
  const { store, procedures } = useMarquee();
  const { link, snapshot, clockAheadMs } = useView();
  const { question, ask, query } = useQuestion();
  const any = useQuery(procedures.history.plays.queryOptions({ input: { length: 1, includeShort: true } }));
  /** Not even a short one, whatever the filter: thirty empty charts would say less. */
  const isNothing = page === null && any.data?.total === 0;
  const screen = useRef<HTMLElement>(null);
  const entry = findChart(page);
  const alarms =
    link.kind === 'lost'
      ? [describeLost(link.sinceMs, link.nextTryAtMs === null ? null : link.nextTryAtMs + clockAheadMs, Date.now())]
      : describeAlarms([], snapshot?.health ?? [], Date.now() + clockAheadMs);
  useKeys({ j: () => walk(screen.current, 1), k: () => walk(screen.current, -1) });
  return (
    <main ref={screen} className={styles.screen} aria-label="Charts">
      <div className={styles.head}>
        <h1>{entry?.title ?? 'Charts'}</h1>
        {page !== null && <a href={`#/charts${query}`}>All charts</a>}
        {page === null && <a href="#/users">People</a>}
        {page === null && <a href="#/libraries">Libraries</a>}
      </div>
      <Alarms alarms={alarms} clockAheadMs={clockAheadMs} onRetry={link.kind === 'lost' ? store.retry : null} />
      <div className={styles.bar}>
        <ChartBar question={question} onAsk={ask} />
        {entry !== null && <StepChoice entry={entry} question={question} onAsk={ask} />}
      </div>
      {page !== null && entry === null && (
        <Notice icon="charts" title="There is no such chart">
          <a href={`#/charts${query}`}>All charts</a>
        </Notice>
      )}
      {entry !== null && <ChartCard key={entry.chart} entry={entry} question={question} href={null} />}
      {isNothing && <NothingYet />}
      {page === null && !isNothing && (
        <>
          <HomeRow question={question} />
          {chartGroups.map(({ name, charts }) => (
            <section key={name} aria-label={name}>
              <h2 className={styles.group}>{name}</h2>
              <div className={chartStyles.grid}>
                {charts.map((one) => (
                  <ChartCard key={one.chart} entry={one} question={question} href={`#/charts/${one.chart}${query}`} />
                ))}
              </div>
            </section>
          ))}
        </>
      )}
    </main>
  );
}

/** The next chart takes the focus, the previous one with -1; Enter opens it alone. */
function walk(screen: HTMLElement | null, by: 1 | -1) {
  const charts = [...(screen?.querySelectorAll<HTMLElement>('[data-chart]') ?? [])];
  const at = charts.findIndex((chart) => chart.contains(document.activeElement));
  const next = charts[at === -1 ? (by === 1 ? 0 : charts.length - 1) : at + by];
  next?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
