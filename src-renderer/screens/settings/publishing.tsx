// The page about publishing to NATS: where, how Marquee signs in there, whether it gets through, and collecting.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { NatsSignIn, PublishingTest, PublishingView } from '../../../src-contract/publishing.ts';
import { formatMoment, formatNumber } from '../../../src-contract/text/format.ts';
import { describeField, describeProblem } from '../../client/describe-problem.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { Check } from '../../parts/check.tsx';
import { Choices } from '../../parts/choices.tsx';
import { TextField } from '../../parts/text-field.tsx';
import styles from '../settings.module.css';
import { ConnectionActs, toTried } from './connection-acts.tsx';
import own from './import.module.css';

const rereadMs = 2000;

export function PublishingSettingsPage() {
  const { procedures } = useMarquee();
  const view = useQuery({ ...procedures.publishing.get.queryOptions(), refetchInterval: rereadMs });
  return (
    <section className={styles.section} aria-labelledby="publishing">
      <h2 id="publishing">NATS</h2>
      <p className={own.intro}>
        Everything that happens can be told to a NATS broker, once and in order, also after it was away; other programs
        listen there.
      </p>
      {view.data && <State view={view.data} />}
      {view.data && <Broker key={`${view.data.url} ${view.data.signIn.kind}`} view={view.data} />}
      {view.isError && (
        <p role="alert" className={styles.problem}>
          {describeProblem(view.error)}
        </p>
      )}
    </section>
  );
}

function State({ view: { url, state, waiting } }: { view: PublishingView }) {
  const { clockAheadMs } = useView();
  if (url === null && state === null) return null;
  const since = state?.sinceMs ?? null;
  return (
    <fieldset className={styles.group} aria-live="polite">
      <legend>
        {state === null
          ? 'Connecting'
          : state.ok
            ? 'Connected'
            : `Not getting through${since === null ? '' : ` since ${formatMoment(since, Date.now() + clockAheadMs)}`}`}
      </legend>
      {state?.text != null && <p className={state.ok ? styles.says : own.wrong}>{state.text}</p>}
      {waiting !== null && waiting > 0 && (
        <p className={styles.says}>
          {formatNumber(waiting)} {waiting === 1 ? 'fact waits' : 'facts wait'} to be told.
        </p>
      )}
      {waiting === 0 && state?.ok === true && <p className={styles.says}>All that was stored is told.</p>}
    </fieldset>
  );
}

const ways: ReadonlyArray<{ value: NatsSignIn['kind']; says: string; hint?: string }> = [
  { value: 'none', says: 'It needs no sign-in' },
  { value: 'password', says: 'User and password' },
  { value: 'token', says: 'Token' },
  { value: 'creds', says: 'File of credentials', hint: 'as nsc writes it' },
];

function Broker({ view }: { view: PublishingView }) {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const [url, setUrl] = useState(view.url ?? '');
  const [prefix, setPrefix] = useState(view.prefix);
  const [collect, setCollect] = useState(view.collect);
  const [way, setWay] = useState(view.signIn.kind);
  const [user, setUser] = useState(view.signIn.kind === 'password' ? view.signIn.user : '');
  const [secret, setSecret] = useState('');
  const [file, setFile] = useState(view.signIn.kind === 'creds' ? view.signIn.file : '');
  const attempt = useMutation(procedures.publishing.test.mutationOptions());
  const update = useMutation(
    procedures.publishing.update.mutationOptions({
      onSuccess: (next) => {
        queries.setQueryData(procedures.publishing.get.queryKey(), next);
        setSecret('');
        attempt.reset();
      },
    }),
  );
  const fixed = view.fixedBy !== null;
  const isKept = way === view.signIn.kind && url.trim() === view.url;
  const signIn = toSignIn(way, { user, secret, file });
  const error = update.error ?? attempt.error;
  const wrong = (field: string) => describeField(error, field);
  const known = ['url', 'prefix', 'signIn.user', 'signIn.file', 'signIn.password', 'signIn.token'];
  const other = error !== null && known.every((field) => wrong(field) === null) ? describeProblem(error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    update.mutate({ url: url.trim(), prefix: prefix.trim(), collect, signIn });
  }
  return (
    <form className={styles.group} onSubmit={submit} noValidate aria-label="Broker">
      <div className={own.fields}>
        <TextField
          label="Address of the broker"
          placeholder="nats://192.168.1.5:4222"
          url
          value={url}
          wrong={wrong('url')}
          disabled={fixed}
          onChange={setUrl}
          hint="With tls:// it is only spoken to encrypted. Several servers of a cluster with commas between them."
        />
        <TextField
          label="Subjects begin with"
          value={prefix}
          wrong={wrong('prefix')}
          disabled={fixed}
          onChange={setPrefix}
        />
      </div>
      {fixed ? (
        <p className={styles.says}>Marquee was started with {view.fixedBy}, which decides all of this.</p>
      ) : (
        <>
          <Choices name="nats-sign-in" value={way} choices={ways} onChange={setWay} />
          <div className={own.fields}>
            {way === 'password' && (
              <TextField label="User" value={user} wrong={wrong('signIn.user')} onChange={setUser} />
            )}
            {(way === 'password' || way === 'token') && (
              <TextField
                label={way === 'password' ? 'Password' : 'The token'}
                secret
                value={secret}
                wrong={wrong('signIn.password') ?? wrong('signIn.token')}
                placeholder={isKept ? 'kept, and not shown' : ''}
                onChange={setSecret}
                hint="It stays with Marquee, and only goes to this address."
              />
            )}
            {way === 'creds' && (
              <TextField
                label="Path on the machine where Marquee runs"
                value={file}
                wrong={wrong('signIn.file')}
                onChange={setFile}
              />
            )}
          </div>
        </>
      )}
      <Check checked={collect} disabled={fixed} onChange={setCollect} hint="from the same broker">
        Also take in the plays that other Marquees publish there
      </Check>
      <ConnectionActs
        isFixed={fixed}
        isBusy={update.isPending || attempt.isPending}
        hasAddress={url.trim() !== ''}
        isInUse={view.url !== null}
        beginWord="Publish there"
        endWord="Publish nothing"
        onTest={() => attempt.mutate(fixed ? {} : { url: url.trim(), signIn })}
        onEnd={() => update.mutate({ url: null })}
        tried={toTried(attempt, describeTest)}
        problem={other}
      />
    </form>
  );
}

type Typed = { user: string; secret: string; file: string };

/** A secret that is not typed stays as it is kept. */
function toSignIn(kind: NatsSignIn['kind'], { user, secret, file }: Typed): NatsSignIn {
  switch (kind) {
    case 'none':
      return { kind };
    case 'password':
      return { kind, user: user.trim(), ...(secret === '' ? {} : { password: secret }) };
    case 'token':
      return { kind, ...(secret === '' ? {} : { token: secret }) };
    case 'creds':
      return { kind, file: file.trim() };
  }
}

function describeTest(test: PublishingTest): string {
  if (test.kind === 'failed') return test.why;
  return `NATS ${test.version} answers${test.keeps ? '.' : ', but has no JetStream: whoever does not listen at the moment misses what is told.'}`;
}
