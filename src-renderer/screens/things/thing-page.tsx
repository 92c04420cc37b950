// The frame of a page about one thing: its name, what is said under it, and what is shown while it is read or not found.
import type { ReactNode } from 'react';
import { describeProblem } from '../../client/describe-problem.ts';
import { Button } from '../../parts/button.tsx';
import { classNames } from '../../parts/class-names.ts';
import { Notice } from '../../parts/notice.tsx';
import styles from './things.module.css';

type Props = {
  /** What kind of page it is, for whom only hears it. */
  name: string;
  title: string;
  above?: ReactNode;
  beside?: ReactNode;
  read: { isPending: boolean; error: Error | null; refetch: () => unknown };
  children?: ReactNode;
};

export function ThingPage({ name, title, above, beside, read, children }: Props) {
  return (
    <main className={styles.screen} aria-label={name}>
      {above !== undefined && <p className={styles.above}>{above}</p>}
      <div className={styles.head}>
        <h1>{title}</h1>
        {beside}
      </div>
      {read.isPending && <Notice icon="history" title="Reading the history" />}
      {read.error !== null && (
        <Notice icon="history" title="This page cannot be shown">
          <p>{describeProblem(read.error)}</p>
          <Button onClick={() => void read.refetch()}>Try again</Button>
        </Notice>
      )}
      {children}
    </main>
  );
}

export function Part({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2>{title}</h2>
      {note !== undefined && <p className={styles.quiet}>{note}</p>}
      {children}
    </section>
  );
}

type Row = { key: string; cells: readonly ReactNode[] };

type FactsProps = {
  title: string;
  heads: readonly string[];
  rows: readonly Row[];
  /** So many columns at the end are numbers. */
  numbers: number;
  /** Columns that a telephone has no room for. */
  wideOnly?: readonly string[];
  /** The page itself scrolls, not the table in it. */
  whole?: boolean;
};

/** The first column is words. */
export function Facts({ title, heads, rows, numbers, wideOnly = [], whole = false }: FactsProps) {
  const toClass = (index: number) =>
    classNames(
      index >= heads.length - numbers && styles.number,
      wideOnly.includes(heads[index] ?? '') && styles.wideOnly,
    );
  if (rows.length === 0) return <p className={styles.quiet}>Nothing is known of that.</p>;
  return (
    <div className={whole ? undefined : styles.tableBox}>
      <table className={styles.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={toClass(index)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={heads[index]} className={toClass(index)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
