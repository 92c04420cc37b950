// Who is signed in at Plex: whether it still holds, what to do where it does not, and the way out.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '../../src-contract/auth.ts';
import { describeAccount, describeSignedOut } from '../../src-contract/text/words-sign-in.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import { openRoute } from '../client/use-route.ts';
import styles from './accounts.module.css';
import { Button } from './button.tsx';

/** A sign-in that ends elsewhere is seen without being asked for. */
const LOOK_AGAIN_MS = 20_000;

export function Accounts() {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const accounts = useQuery({ ...procedures.accounts.list.queryOptions(), refetchInterval: LOOK_AGAIN_MS });
  const signOut = useMutation(
    procedures.accounts.remove.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: procedures.accounts.list.queryKey() }),
    }),
  );
  const known = accounts.data ?? [];
  if (known.length === 0 && !signOut.data && !signOut.isError) return null;
  return (
    <section className={styles.accounts} aria-labelledby="accounts">
      <h2 id="accounts">Signed in</h2>
      <ul>
        {known.map((account) => (
          <Row
            key={account.id}
            account={account}
            isBusy={signOut.isPending}
            onSignOut={() => signOut.mutate({ accountId: account.id })}
          />
        ))}
      </ul>
      <p role="status" className={styles.quiet}>
        {signOut.data && describeSignedOut(signOut.data)}
      </p>
      {signOut.isError && (
        <p role="alert" className={styles.problem}>
          {describeProblem(signOut.error)}
        </p>
      )}
    </section>
  );
}

type RowProps = { account: Account; isBusy: boolean; onSignOut: () => void };

function Row({ account, isBusy, onSignOut }: RowProps) {
  const { clockAheadMs } = useView();
  const [isAsked, ask] = useState(false);
  const { name, plexPass, status } = account;
  const { tone, text, hint } = describeAccount(account, Date.now() + clockAheadMs);
  return (
    <li className={styles.account}>
      <p className={styles.words}>
        <b>{name}</b> {plexPass === true && <span className={styles.quiet}>Plex Pass · </span>}
        <span className={tone === 'problem' ? styles.problem : styles.quiet}>
          {text} {isAsked ? '' : hint}
        </span>
      </p>
      {isAsked ? (
        <>
          <p className={styles.question}>
            Marquee forgets this account. Its servers stay here, but Plex may want a new sign-in to let them be watched.
          </p>
          <Button look="danger" disabled={isBusy} onClick={onSignOut}>
            Sign {name} out
          </Button>
          <Button onClick={() => ask(false)}>Stay signed in</Button>
        </>
      ) : (
        <>
          {status.kind === 'unauthorized' && (
            <Button look="main" onClick={() => openRoute('servers', 'add')}>
              Sign in again
            </Button>
          )}
          <Button onClick={() => ask(true)}>Sign {name} out…</Button>
        </>
      )}
    </li>
  );
}
