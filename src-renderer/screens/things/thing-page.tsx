// The frame of a page about one thing: its name, what is said under it, and what is shown while it is read or not found.
import type { ReactNode } from 'react';
import { describeProblem } from '../../client/describe-problem.ts';
import { Button } from '../../parts/button.tsx';
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

/** The first column is words, the last `numbers` ones are numbers. */
export function Facts({
  title,
  heads,
  rows,
  numbers,
}: {
  title: string;
  heads: readonly string[];
  rows: readonly Row[];
  numbers: number;
}) {
  const isNumber = (index: number) => index >= heads.length - numbers;
  return (
    <div className={styles.tableBox}>
      <table className={styles.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={isNumber(index) ? styles.number : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={heads[index]} className={isNumber(index) ? styles.number : undefined}>
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
