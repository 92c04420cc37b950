// One import: how far it is while it runs, what came of it, and the way back, which is asked for once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportRun } from '../../../src-contract/import.ts';
import { formatMoment, formatNumber } from '../../../src-contract/text/format.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { openRoute } from '../../client/use-route.ts';
import { Button } from '../../parts/button.tsx';
import { Progress } from '../../parts/progress.tsx';
import styles from '../settings.module.css';
import own from './import.module.css';
import { describeCounts, describeState, mayBeUndone, toShortName } from './import-words.ts';

export function ImportProgress({ run, onChanged }: { run: ImportRun; onChanged: () => void }) {
  const { procedures } = useMarquee();
  const cancel = useMutation(procedures.imports.cancel.mutationOptions({ onSettled: onChanged }));
  return (
    <fieldset className={styles.group}>
      <legend>Bringing over {toShortName(run)}</legend>
      <Progress label="Rows" done={run.done} total={run.total} />
      <p className={styles.says}>{formatNumber(run.counts.added)} plays were added until now. This page may be left.</p>
      <div className={styles.act}>
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ importId: run.importId })}>
          Cancel
        </Button>
        {cancel.isError && <p role="alert">{describeProblem(cancel.error)}</p>}
      </div>
    </fieldset>
  );
}

export function ImportResult({ run, onAnew }: { run: ImportRun; onAnew: () => void }) {
  return (
    <fieldset className={styles.group}>
      <legend>{toShortName(run)}</legend>
      <div role="status">
        <p>{describeState(run)}</p>
        <Counts run={run} />
      </div>
      <div className={styles.act}>
        <Button look="main" onClick={() => openRoute('history')}>
          See the history
        </Button>
        <Button onClick={onAnew}>Bring over another</Button>
      </div>
    </fieldset>
  );
}

export function ImportRow({ run, onChanged }: { run: ImportRun; onChanged: () => void }) {
  const { clockAheadMs } = useView();
  const { startedAtMs, state, source } = run;
  return (
    <li className={styles.item}>
      <div className={own.run}>
        <b title={run.name}>{toShortName(run)}</b>{' '}
        <small className={styles.from}>
          {source === 'file' ? 'a database' : source === 'api' ? 'by its address' : 'beside it'} ·{' '}
          {formatMoment(startedAtMs, Date.now() + clockAheadMs)}
        </small>
        <p className={state === 'failed' ? own.wrong : styles.says}>{describeState(run)}</p>
        {state !== 'undone' && <Counts run={run} />}
      </div>
      {mayBeUndone(run) && <Undo run={run} onChanged={onChanged} />}
    </li>
  );
}

function Counts({ run: { counts, state } }: { run: ImportRun }) {
  const lines = describeCounts(counts, 'did');
  if (lines.length === 0) return state === 'finished' ? <p className={styles.says}>Nothing in it was new.</p> : null;
  return (
    <ul className={own.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Undo({ run, onChanged }: { run: ImportRun; onChanged: () => void }) {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const [isAsked, ask] = useState(false);
  const undo = useMutation(
    procedures.imports.undo.mutationOptions({
      onSuccess: () => {
        ask(false);
        void queries.invalidateQueries();
      },
      onError: onChanged,
    }),
  );
  if (!isAsked) {
    return (
      <Button aria-label={`Undo ${toShortName(run)}…`} onClick={() => ask(true)}>
        Undo…
      </Button>
    );
  }
  const count = run.counts.added + run.counts.replaced;
  return (
    <div className={own.asked}>
      <p>
        {count === 0 ? 'Its marks' : `The ${formatNumber(count)} plays that it brought`} will be gone. What Marquee saw
        itself stays.
      </p>
      <span className={styles.pair}>
        <Button look="danger" disabled={undo.isPending} onClick={() => undo.mutate({ importId: run.importId })}>
          Take them out
        </Button>
        <Button disabled={undo.isPending} onClick={() => ask(false)}>
          Keep them
        </Button>
      </span>
      {undo.isError && (
        <p role="alert" className={own.wrong}>
          {describeProblem(undo.error)}
        </p>
      )}
    </div>
  );
}
