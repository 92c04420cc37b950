// Questions in SQL to a copy of the history: the answer as a table, as bars, and as a file.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sqlLimits, type SqlAnswer, type SqlView } from '../../src-contract/sql.ts';
import { formatMoment } from '../../src-contract/text/format.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee } from '../client/marquee.ts';
import { saveFile } from '../client/save-file.ts';
import { Button } from '../parts/button.tsx';
import { ownZone } from '../parts/filter/use-filter.ts';
import page from './settings.module.css';
import { toBars, toCsv, type SqlRows } from './sql-answer.ts';
import styles from './sql.module.css';

const example = `SELECT user_name, count(*) AS plays, round(sum(watched_ms) / 3600000, 1) AS hours
FROM plays
WHERE NOT short AND deleted_at IS NULL
GROUP BY user_name
ORDER BY plays DESC`;

export function SqlScreen() {
  const { procedures } = useMarquee();
  const [text, setText] = useState(example);
  const views = useQuery(procedures.sql.views.queryOptions());
  const run = useMutation(procedures.sql.run.mutationOptions());
  const renew = useMutation(procedures.sql.renew.mutationOptions());
  const ask = () => run.mutate({ sql: text, zone: ownZone });
  const error = run.error ?? renew.error;
  return (
    <main className={page.screen} aria-label="SQL">
      <div className={page.head}>
        <h1>SQL</h1>
        <p>
          <a href="#/settings/backups">Backup and data</a>
        </p>
      </div>
      <p className={page.says}>
        Questions go to a copy of the history, which they can only read: at most {sqlLimits.seconds}&nbsp;s,{' '}
        {sqlLimits.memoryMb}&nbsp;MB and {sqlLimits.rows.toLocaleString('en')}&nbsp;rows.
      </p>
      <label className={styles.question}>
        <span className="visually-hidden">Question</span>
        <textarea
          rows={8}
          value={text}
          spellCheck={false}
          maxLength={sqlLimits.characters}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) ask();
          }}
        />
      </label>
      <div className={page.foot}>
        <Button look="main" disabled={run.isPending || text.trim() === ''} onClick={ask}>
          {run.isPending ? 'Asking' : 'Ask'}
        </Button>
        <Button disabled={renew.isPending || run.isPending} onClick={() => renew.mutate(undefined)}>
          {renew.isPending ? 'Copying' : 'Take a new copy'}
        </Button>
        <p role="status" className={page.result}>
          {renew.data && !run.data && 'The copy is new.'}
          {run.data?.kind === 'rows' && describeRows(run.data)}
        </p>
      </div>
      {error && (
        <p role="alert" className={page.problem}>
          {describeProblem(error)}
        </p>
      )}
      {run.data && <Answer answer={run.data} />}
      <Views views={views.data ?? []} />
    </main>
  );
}

function describeRows({ rows, truncated, tookMs, copiedAtMs }: SqlRows): string {
  const count = `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'}${truncated ? ' of more' : ''}`;
  return `${count} in ${(tookMs / 1000).toFixed(1)} s, from a copy of ${formatMoment(copiedAtMs, Date.now())}`;
}

/** More of them make a page slow, and nobody reads them; the file has all. */
const SHOWN = 500;

function Answer({ answer }: { answer: SqlAnswer }) {
  if (answer.kind === 'failed') {
    return (
      <pre role="alert" className={styles.failed}>
        {answer.says}
      </pre>
    );
  }
  const { columns, rows } = answer;
  const bars = toBars(answer);
  return (
    <>
      {bars.length > 0 && (
        <figure className={styles.bars} aria-hidden="true">
          {bars.map(({ name, value, share }) => (
            <div key={name} className={styles.bar}>
              <span>{name}</span>
              <i style={{ inlineSize: `${share * 100}%` }} />
              <b>{value.toLocaleString('en')}</b>
            </div>
          ))}
        </figure>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <div className={styles.scroll} role="region" aria-label="Answer" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map(({ name, type }, at) => (
                <th key={at} title={type} className={typeof rows[0]?.[at] === 'number' ? styles.number : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at} className={typeof cell === 'number' ? styles.number : undefined}>
                    {cell === null ? '' : String(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={page.foot}>
        <Button onClick={() => saveFile('marquee-answer.csv', new Blob([toCsv(answer)], { type: 'text/csv' }))}>
          Save as CSV
        </Button>
        {rows.length > SHOWN && <p className={page.result}>The first {SHOWN} are shown; the file has all.</p>}
      </div>
    </>
  );
}

function Views({ views }: { views: readonly SqlView[] }) {
  return (
    <section className={page.section} aria-labelledby="views">
      <h2 id="views">What can be asked</h2>
      {views.map(({ name, says, columns }) => (
        <details key={name} className={styles.view}>
          <summary>
            <b>{name}</b> {says}
          </summary>
          <ul>
            {columns.map((column) => (
              <li key={column.name}>
                <code>{column.name}</code> <small>{column.type}</small> {column.says}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
