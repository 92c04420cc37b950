// The numbers behind a chart; each leads to its plays, so that the keyboard reaches what the mouse does.
import type { Chart, ChartName } from '../../src-contract/chart.ts';
import type { PointFilter } from '../../src-contract/play-filter.ts';
import type { Filter } from '../parts/filter/filter-address.ts';
import { toItemPage, toLibraryPage, toUserPage } from '../screens/things/links.ts';
import styles from './charts.module.css';
import { toPlaysBehind } from './plays-behind.ts';
import { toTable } from './table.ts';
import { describeDayIn, formatAmount, formatMany, formatWatched, unitWords } from './words.ts';

type Props = { chart: Chart; title: string; filter: Filter; tall: boolean };

export function ChartTable({ chart, title, filter, tall }: Props) {
  return (
    <section
      className={tall ? styles.tallTable : styles.tableBox}
      aria-label={`Table: ${title}`}
      // Its rows can only be scrolled by keyboard when it can be focused.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable
      tabIndex={0}
    >
      {chart.kind === 'people' ? (
        <PeopleTable chart={chart} title={title} filter={filter} />
      ) : (
        <GridTable chart={chart} title={title} filter={filter} />
      )}
    </section>
  );
}

type TableProps<Of> = { chart: Of; title: string; filter: Filter };

function GridTable({ chart, title, filter }: TableProps<Chart>) {
  const { head, columns, rows } = toTable(chart);
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">
        {title}, in {unitWords[chart.unit]}
      </caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <Name name={row.name} href={toPage(chart.chart, row.filter)} />
            </th>
            {row.cells.map(({ value, filter: own }, index) => {
              const amount = formatAmount(chart.unit, value);
              const href = (value ?? 0) === 0 ? null : toPlaysBehind(filter, chart, [row.filter, own]);
              return <td key={columns[index]}>{href === null ? amount : <a href={href}>{amount}</a>}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Name({ name, href }: { name: string; href: string | null }) {
  return href === null ? name : <a href={href}>{name}</a>;
}

/** What has a page of its own is led to. */
function toPage(chart: ChartName, filter: PointFilter | null): string | null {
  const text = (name: string) => (typeof filter?.[name] === 'string' ? filter[name] : null);
  const [user, library, item, series] = [text('user'), text('library'), text('item'), text('series')];
  if (user !== null) return toUserPage(user);
  if (chart === 'libraries' && library !== null && library !== 'unknown') return toLibraryPage(library);
  return item !== null ? toItemPage(item) : series !== null ? toItemPage(series, 'series') : null;
}

function PeopleTable({ chart, title, filter }: TableProps<Extract<Chart, { kind: 'people' }>>) {
  const moment = (atMs: number, title_: string | undefined) => (
    <>
      <span className={styles.day}>{describeDayIn(atMs, chart.zone)}</span>
      {title_ !== undefined && <span className={styles.quiet}> {title_}</span>}
    </>
  );
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Plays</th>
          <th scope="col">Watched</th>
          <th scope="col" className={styles.words}>
            First
          </th>
          <th scope="col" className={styles.words}>
            Last
          </th>
        </tr>
      </thead>
      <tbody>
        {chart.people.map(({ user, plays, watchedMs, firstAtMs, lastAtMs, first, last, filter: own }) => (
          <tr key={user.id}>
            <th scope="row">
              <a href={toUserPage(user.id)}>{user.name}</a>
            </th>
            <td>
              <a
                href={toPlaysBehind(filter, chart, [own]) ?? '#/history'}
                aria-label={`${formatMany(plays, 'play')} of ${user.name}`}
              >
                {plays.toLocaleString('en-GB')}
              </a>
            </td>
            <td>{formatWatched(watchedMs)}</td>
            <td className={styles.words}>{moment(firstAtMs, first?.title)}</td>
            <td className={styles.words}>{moment(lastAtMs, last?.title)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
