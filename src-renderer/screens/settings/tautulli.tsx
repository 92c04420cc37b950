// The page about a Tautulli beside which Marquee runs: its address and key, a try, and what came from it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { TautulliTest, TautulliView } from '../../../src-contract/import.ts';
import { formatMoment, formatNumber, formatSpan } from '../../../src-contract/text/format.ts';
import { describeField, describeProblem } from '../../client/describe-problem.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { TextField } from '../../parts/text-field.tsx';
import styles from '../settings.module.css';
import { ConnectionActs, toTried } from './connection-acts.tsx';
import own from './import.module.css';

const rereadMs = 3000;

export function TautulliSettingsPage() {
  const { procedures } = useMarquee();
  const view = useQuery({ ...procedures.tautulli.get.queryOptions(), refetchInterval: rereadMs });
  return (
    <section className={styles.section} aria-labelledby="tautulli">
      <h2 id="tautulli">Tautulli</h2>
      <p className={own.intro}>
        A Tautulli that goes on running can tell Marquee what it records. Where both saw a play, Marquee’s own times and
        decisions stay and it counts once. To bring over its past in one go, <a href="#/settings/import">import it</a>.
      </p>
      {view.data && <Connection key={view.data.url} view={view.data} />}
      {view.data && view.data.url !== null && <LastRun view={view.data} />}
      {view.isError && (
        <p role="alert" className={styles.problem}>
          {describeProblem(view.error)}
        </p>
      )}
    </section>
  );
}

function Connection({ view }: { view: TautulliView }) {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const [url, setUrl] = useState(view.url ?? '');
  const [key, setKey] = useState('');
  const queryKey = procedures.tautulli.get.queryKey();
  const attempt = useMutation(procedures.tautulli.test.mutationOptions());
  const update = useMutation(
    procedures.tautulli.update.mutationOptions({
      onSuccess: (next) => {
        queries.setQueryData(queryKey, next);
        setKey('');
        attempt.reset();
      },
    }),
  );
  const { fixed, hasKey } = view;
  const sent = { url: url.trim(), ...(key.trim() === '' ? {} : { key: key.trim() }) };
  const error = update.error ?? attempt.error;
  const [wrongUrl, wrongKey] = [describeField(error, 'url'), describeField(error, 'key')];
  const other = error !== null && wrongUrl === null && wrongKey === null ? describeProblem(error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    update.mutate(sent);
  }
  return (
    <form className={styles.group} onSubmit={submit} noValidate aria-label="Where it is">
      <div className={own.fields}>
        <TextField
          label="Address of Tautulli"
          placeholder="http://192.168.1.5:8181"
          url
          value={url}
          wrong={wrongUrl}
          disabled={fixed}
          onChange={setUrl}
        />
        <TextField
          label="API key"
          secret
          value={key}
          wrong={wrongKey}
          disabled={fixed}
          placeholder={hasKey ? 'kept, and not shown' : ''}
          onChange={setKey}
          hint={
            hasKey ? 'Write another one to replace it.' : 'From Tautulli, under Settings, Web Interface. It stays here.'
          }
        />
      </div>
      {fixed && (
        <p className={styles.says}>Marquee was started with TAUTULLI_URL, which decides it, so it is changed there.</p>
      )}
      <ConnectionActs
        isFixed={fixed}
        isBusy={update.isPending || attempt.isPending}
        hasAddress={sent.url !== ''}
        isInUse={view.url !== null}
        beginWord="Run beside it"
        endWord="Stop asking it"
        onTest={() => attempt.mutate(fixed ? {} : sent)}
        onEnd={() => update.mutate({ url: null })}
        tried={toTried(attempt, describeTest)}
        problem={other}
      />
    </form>
  );
}

function LastRun({ view }: { view: TautulliView }) {
  const { clockAheadMs } = useView();
  const nowMs = Date.now() + clockAheadMs;
  const { lastRun, nextRunAtMs, intervalMs, added, matched } = view;
  return (
    <fieldset className={styles.group}>
      <legend>What came from it</legend>
      <dl className={styles.facts}>
        <dt>Last look</dt>
        <dd className={lastRun?.ok === false ? own.wrong : undefined}>
          {lastRun === null ? 'none yet' : `${formatMoment(lastRun.atMs, nowMs)}: ${lastRun.says}`}
        </dd>
        <dt>Next look</dt>
        <dd>
          {nextRunAtMs === null ? 'under way' : `at ${formatMoment(nextRunAtMs, nowMs)}`}, every{' '}
          {formatSpan(intervalMs)}
        </dd>
        <dt>Added</dt>
        <dd>{formatNumber(added)}</dd>
        <dt>Seen by both</dt>
        <dd>{formatNumber(matched)}</dd>
      </dl>
      <p className={styles.hint}>
        How often it is asked is set with TAUTULLI_SYNC_INTERVAL. All that came can be taken out again on the page{' '}
        <a href="#/settings/import">Import</a>.
      </p>
    </fieldset>
  );
}

function describeTest(test: TautulliTest): string {
  if (test.kind === 'failed') return test.why;
  const { version, serverName, known, plays } = test;
  const server = serverName === null ? 'a server that it does not name' : serverName;
  return `Tautulli ${version.replace(/^v/, '')} answers. It watches ${server}${known ? '' : ', which is not watched here,'} and has ${formatNumber(plays)} rows.`;
}
