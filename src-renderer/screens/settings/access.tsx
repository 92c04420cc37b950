// The page about who may come in: the address of this Marquee, a link for another browser, and the keys for scripts.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AccessKey, Reach } from '../../../src-contract/access.ts';
import { formatMoment } from '../../../src-contract/text/format.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { Button } from '../../parts/button.tsx';
import { Check } from '../../parts/check.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import field from '../../parts/field.module.css';
import styles from '../settings.module.css';

export function AccessSettingsPage() {
  const { procedures } = useMarquee();
  const reach = useQuery(procedures.access.reach.queryOptions());
  return (
    <section className={styles.section} aria-labelledby="access">
      <h2 id="access">Web access</h2>
      {reach.data && <ReachGroup reach={reach.data} />}
      <LinkGroup />
      <KeysGroup />
    </section>
  );
}

function ReachGroup({ reach }: { reach: Reach }) {
  const { url, host, port, hostFrom, portFrom, publicUrl, publicUrlFrom, open } = reach;
  return (
    <fieldset className={styles.group}>
      <legend>Where browsers find it</legend>
      <code className={styles.address}>{url}</code>
      <dl className={styles.facts}>
        <dt>Reached by</dt>
        <dd>
          {open ? 'every machine that can reach this one; each needs a link or a key' : 'this computer alone'} ({host})
          <From from={hostFrom} flag="MARQUEE_HOST" />
        </dd>
        <dt>Port</dt>
        <dd>
          {port}
          <From from={portFrom} flag="MARQUEE_PORT" />
        </dd>
        <dt>Public address</dt>
        <dd>
          {publicUrl ?? 'none: no reverse proxy stands before it'}
          <From from={publicUrlFrom} flag="MARQUEE_PUBLIC_URL" />
        </dd>
      </dl>
      <p className={styles.hint}>These are set where Marquee is started, and count from the next start on.</p>
    </fieldset>
  );
}

function From({ from, flag }: { from: string | null; flag: string }) {
  return <small className={styles.from}>{from === null ? `the default; ${flag} changes it` : `from ${from}`}</small>;
}

function LinkGroup() {
  const { procedures } = useMarquee();
  const { clockAheadMs } = useView();
  const link = useMutation(procedures.access.createLink.mutationOptions());
  return (
    <fieldset className={styles.group}>
      <legend>Another browser</legend>
      <p className={styles.says}>A sign-in link opens Marquee once, within ten minutes; that browser then stays in.</p>
      {link.data && (
        <>
          <Copyable label="Sign-in link" text={link.data.url} />
          <p className={styles.hint}>Valid until {formatMoment(link.data.expiresAtMs, Date.now() + clockAheadMs)}.</p>
        </>
      )}
      <div className={styles.act}>
        <Button disabled={link.isPending} onClick={() => link.mutate(undefined)}>
          {link.data ? 'Make another link' : 'Make a sign-in link'}
        </Button>
        {link.isError && <p role="alert">{describeProblem(link.error)}</p>}
      </div>
    </fieldset>
  );
}

function KeysGroup() {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const queryKey = procedures.access.keys.queryKey();
  const keys = useQuery(procedures.access.keys.queryOptions());
  const readAgain = { onSuccess: () => void queries.invalidateQueries({ queryKey }) };
  const create = useMutation(procedures.access.createKey.mutationOptions(readAgain));
  const revoke = useMutation(procedures.access.revokeKey.mutationOptions(readAgain));
  const [name, setName] = useState('');
  const [mayChange, setMayChange] = useState(false);
  const failure = create.error ?? revoke.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate({ name, readOnly: !mayChange }, { onSuccess: () => setName('') });
  }

  return (
    <fieldset className={styles.group}>
      <legend>Keys for scripts and dashboards</legend>
      {keys.data?.length === 0 && <p className={styles.says}>None yet. Each one has a name and can be revoked.</p>}
      <ul className={styles.list}>
        {keys.data?.map((key) => (
          <KeyRow key={key.id} made={key} onRevoke={() => revoke.mutate({ keyId: key.id })} />
        ))}
      </ul>
      {create.data && (
        <div role="status">
          <Copyable label={`Key “${create.data.name}”`} text={create.data.key} />
          <p className={styles.hint}>Copy it now: it is shown only this once.</p>
        </div>
      )}
      <form className={styles.act} onSubmit={submit}>
        <label className={field.field}>
          Name
          <input value={name} maxLength={100} required onChange={(event) => setName(event.target.value)} />
        </label>
        <Check checked={mayChange} onChange={setMayChange}>
          It may also change things and stop streams
        </Check>
        <Button type="submit" disabled={create.isPending || name.trim() === ''}>
          Make a key
        </Button>
      </form>
      {failure !== null && (
        <p role="alert" className={styles.problem}>
          {describeProblem(failure)}
        </p>
      )}
    </fieldset>
  );
}

function KeyRow({ made, onRevoke }: { made: AccessKey; onRevoke: () => void }) {
  const { clockAheadMs } = useView();
  const [isAsked, ask] = useState(false);
  const { name, readOnly, createdAtMs } = made;
  return (
    <li className={styles.item}>
      <span>
        <b>{name}</b>{' '}
        <small className={styles.from}>
          {readOnly ? 'may look' : 'may look and change'} · made {formatMoment(createdAtMs, Date.now() + clockAheadMs)}
        </small>
      </span>
      {isAsked ? (
        <span className={styles.pair}>
          <Button look="danger" onClick={onRevoke}>
            Revoke {name}
          </Button>
          <Button onClick={() => ask(false)}>Keep it</Button>
        </span>
      ) : (
        <Button aria-label={`Revoke ${name}…`} onClick={() => ask(true)}>
          Revoke…
        </Button>
      )}
    </li>
  );
}
