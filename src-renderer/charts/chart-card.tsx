// One chart with its name, its picture or its table, and what can be saved of it.
import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Chart } from '../../src-contract/chart.ts';
import { useMarquee } from '../client/marquee.ts';
import { useHomes } from '../client/use-homes.ts';
import { Button } from '../parts/button.tsx';
import { classNames } from '../parts/class-names.ts';
import { ownZone } from '../parts/filter/use-filter.ts';
import { Icon } from '../parts/icon.tsx';
import menu from '../parts/menu.module.css';
import type { ChartEntry } from './catalogue.ts';
import { ChartFoot } from './chart-foot.tsx';
import { ChartPlot, toHeight } from './chart-plot.tsx';
import { ChartTable } from './chart-table.tsx';
import styles from './charts.module.css';
import { describeNothing, isEmptyChart } from './is-empty.ts';
import { describeRange, type Question, toChartInput } from './question.ts';
import { describeAbout } from './words.ts';
import { saveCsv, savePicture } from './save-chart.ts';
import { tellChartApart } from './tell-chart-apart.ts';
import { useInView } from './use-in-view.ts';

/** More come only when they are asked for. */
const fewRows = 120;

type Props = {
  entry: ChartEntry;
  question: Question;
  /** Where it stands alone; null: it does. */
  href: string | null;
};

export function ChartCard({ entry, question, href }: Props) {
  const { procedures } = useMarquee();
  const part = useRef<HTMLElement>(null);
  const paint = useRef<() => HTMLCanvasElement>(null);
  const keepPaint = useCallback((next: (() => HTMLCanvasElement) | null) => void (paint.current = next), []);
  const [asTable, showTable] = useState(false);
  const { inView, widthPx } = useInView(part);
  const read = useQuery({
    ...procedures.charts.get.queryOptions({ input: toChartInput(question, ownZone, entry.chart) }),
    enabled: inView,
    placeholderData: (before) => before,
  });
  const { chart: name, title, about, look, wide } = entry;
  const homes = useHomes();
  const chart = useMemo(() => read.data && tellChartApart(read.data, homes), [read.data, homes]);
  const range = describeRange(question, Date.now(), ownZone);
  const isEmpty = chart !== undefined && isEmptyChart(chart);
  const large = href === null;
  const Heading = large ? 'h2' : 'h3';
  const isDrawn = chart !== undefined && !isEmpty && !asTable && chart.kind !== 'people';
  return (
    <figure
      ref={part}
      className={classNames(styles.card, wide === true && styles.wide, large && styles.large)}
      data-chart={name}
      aria-label={title}
    >
      <figcaption className={styles.cardHead}>
        <div className={styles.cardTitle}>
          <Heading>{href === null ? title : <a href={href}>{title}</a>}</Heading>
          <p className={styles.about}>{chart === undefined ? about : describeAbout(about, chart)}</p>
        </div>
        <div className={styles.acts}>
          {look !== 'people' && (
            <button
              type="button"
              className={styles.act}
              aria-pressed={asTable}
              aria-label={`${title} as a table`}
              title="As a table"
              onClick={() => showTable(!asTable)}
            >
              <Icon name="table" />
            </button>
          )}
          <SaveMenu
            title={title}
            onPicture={isDrawn ? () => void (paint.current && savePicture(chart, title, range, paint.current())) : null}
            onCsv={chart === undefined || isEmpty ? null : () => saveCsv(chart, range)}
          />
          {href !== null && (
            <a className={styles.act} href={href} aria-label={`Enlarge ${title}`} title="Enlarge">
              <Icon name="enlarge" />
            </a>
          )}
        </div>
      </figcaption>
      <div className={classNames(styles.body, read.isPlaceholderData && styles.stale)}>
        {chart === undefined && !read.isError && (
          <div className={styles.waiting} style={{ height: toHeight(look, 10, large) }} aria-busy="true">
            Reading…
          </div>
        )}
        {read.isError && chart === undefined && (
          <div className={styles.nothing}>
            <p>This chart cannot be read now.</p>
            <Button onClick={() => void read.refetch()}>Try again</Button>
          </div>
        )}
        {isEmpty && <p className={styles.nothing}>{describeNothing(name, range, chart.unit, chart.total.plays)}</p>}
        {chart !== undefined && !isEmpty && (
          <Drawn {...{ chart, entry, question, large, asTable, widthPx, onPicture: keepPaint }} />
        )}
      </div>
      {chart !== undefined && !isEmpty && <ChartFoot chart={chart} filter={question.filter} large={large} />}
    </figure>
  );
}

type DrawnProps = Pick<Props, 'entry' | 'question'> & {
  chart: Chart;
  large: boolean;
  asTable: boolean;
  widthPx: number;
  onPicture: (paint: (() => HTMLCanvasElement) | null) => void;
};

function Drawn({ chart, entry, question: { filter }, large, asTable, widthPx, onPicture }: DrawnProps) {
  const isTable = asTable || chart.kind === 'people';
  return (
    <>
      {!isTable && <ChartPlot {...{ chart, entry, filter, large, widthPx, onPicture }} />}
      {(isTable || (large && chart.buckets.length <= fewRows)) && (
        <ChartTable chart={chart} title={entry.title} filter={filter} tall={large} />
      )}
    </>
  );
}

type SaveProps = { title: string; onPicture: (() => void) | null; onCsv: (() => void) | null };

function SaveMenu({ title, onPicture, onCsv }: SaveProps) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={styles.act} aria-label={`Save ${title}`} title="Save">
        <Icon name="save" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className={menu.positioner}>
          <Menu.Popup className={menu.popup}>
            <Menu.Item className={menu.item} disabled={onPicture === null} onClick={() => onPicture?.()}>
              Image (PNG)
            </Menu.Item>
            <Menu.Item className={menu.item} disabled={onCsv === null} onClick={() => onCsv?.()}>
              Numbers (CSV)
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
