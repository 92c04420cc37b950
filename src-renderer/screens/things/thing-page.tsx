// The frame of a page about one thing: its name, what is said under it, and what is shown while it is read or not found.
import { ORPCError } from '@orpc/client';
import type { ReactNode } from 'react';
import { describeProblem } from '../../client/describe-problem.ts';
import { Button } from '../../parts/button.tsx';
import { classNames } from '../../parts/class-names.ts';
import { Notice } from '../../parts/notice.tsx';
import styles from './things.module.css';

type Props = {
  /** What kind of page it is, for whom only hears it. */
  name: string;
  /** Null until it is known. */
  title: string | null;
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
        <h1>{title ?? (read.isPending ? '\u00a0' : name)}</h1>
        {beside}
      </div>
      {read.error !== null && <NotShown error={read.error} onRetry={() => void read.refetch()} />}
      {children}
      {read.isPending && <Notice icon="history" title="Reading the history" />}
    </main>
  );
}

/** What is not here will not be here at the next try: such a page leads elsewhere instead. */
const waysOut: Readonly<
  Record<string, { title: string; says: string; ways: ReadonlyArray<[href: string, name: string]> }>
> = {
  UNKNOWN_ITEM: {
    title: 'This title is not in the history',
    says: 'No play of it is kept here: it was never played, or its plays were deleted.',
    ways: [
      ['#/history', 'To the history'],
      ['#/charts', 'To the charts'],
    ],
  },
  UNKNOWN_USER: {
    title: 'This person is not in the history',
    says: 'No play of this person is kept here: they were deleted, or went with a server.',
    ways: [
      ['#/users', 'To all people'],
      ['#/history', 'To the history'],
    ],
  },
  UNKNOWN_LIBRARY: {
    title: 'This library is not known here',
    says: 'No server that is watched has it, and no play of it is kept.',
    ways: [
      ['#/libraries', 'To all libraries'],
      ['#/servers', 'To the servers'],
    ],
  },
};

function NotShown({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const out = error instanceof ORPCError ? waysOut[String(error.code)] : undefined;
  if (out === undefined) {
    return (
      <Notice icon="history" title="This page cannot be shown now">
        <p>{describeProblem(error)}</p>
        <Button onClick={onRetry}>Try again</Button>
      </Notice>
    );
  }
  return (
    <Notice icon="history" title={out.title}>
      <p>{out.says}</p>
      <p className={styles.ways}>
        {out.ways.map(([href, name]) => (
          <a key={href} href={href}>
            {name}
          </a>
        ))}
      </p>
    </Notice>
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
