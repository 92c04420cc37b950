// The servers of an account that has signed in: its own ones are watched at once, and each can be unticked.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Account } from '../../src-contract/auth.ts';
import { formatMoment } from '../../src-contract/text/format.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import styles from './add-server.module.css';
import { Button } from './button.tsx';
import { Check } from './check.tsx';

export function ChooseServers({ account, onDone }: { account: Account; onDone: () => void }) {
  const { procedures } = useMarquee();
  const { snapshot, clockAheadMs } = useView();
  const queries = useQueryClient();
  const accountId = account.id;
  const input = { accountId };
  const servers = useQuery(procedures.accounts.servers.queryOptions({ input }));
  const readAgain = {
    onSettled: () => queries.invalidateQueries({ queryKey: procedures.accounts.servers.queryKey({ input }) }),
  };
  const add = useMutation(procedures.servers.addFromAccount.mutationOptions(readAgain));
  const remove = useMutation(procedures.servers.remove.mutationOptions(readAgain));
  const heading = useRef<HTMLHeadingElement>(null);
  const isBegun = useRef(false);
  const addAll = add.mutate;
  const isKnown = snapshot !== null;
  const isNew = snapshot?.servers.every((server) => server.accountId !== accountId) === true;
  useEffect(() => heading.current?.focus(), []);
  // Only what is new as this opens is added by itself: what is unticked later stays so.
  useEffect(() => {
    if (isBegun.current || !isKnown) return;
    isBegun.current = true;
    if (isNew) addAll({ accountId });
  }, [accountId, addAll, isKnown, isNew]);

  const watched = new Set(snapshot?.servers.map(({ id }) => id));
  const failure = servers.error ?? add.error ?? remove.error;
  const isBusy = add.isPending || remove.isPending;
  return (
    <section className={styles.panel} aria-labelledby="choose">
      <h2 id="choose" ref={heading} tabIndex={-1}>
        Servers of {account.name}
      </h2>
      <p role="status" className={styles.quiet}>
        {servers.isPending
          ? 'Asking plex.tv which there are'
          : servers.data?.length === 0
            ? 'This account has no servers. Sign in with the account that owns one.'
            : 'Your own servers are watched from now on. Untick what you do not want.'}
      </p>
      <div className={styles.servers}>
        {servers.data?.map(({ id, name, owned, version, presence, lastSeenAtMs }) => (
          <Check
            key={id}
            checked={watched.has(id)}
            disabled={isBusy || !owned}
            hint={[
              owned ? '' : 'shared with you; only its owner can watch it',
              version?.split('-')[0] ?? '',
              presence || lastSeenAtMs === null
                ? ''
                : `last seen ${formatMoment(lastSeenAtMs, Date.now() + clockAheadMs)}`,
            ]
              .filter((part) => part !== '')
              .join(' · ')}
            onChange={(wanted) =>
              wanted ? add.mutate({ accountId, serverIds: [id] }) : remove.mutate({ serverId: id, history: 'keep' })
            }
          >
            {name}
          </Check>
        ))}
      </div>
      {failure !== null && (
        <p role="alert" className={styles.problem}>
          {describeProblem(failure)}
        </p>
      )}
      <div className={styles.acts}>
        <Button look="main" onClick={onDone}>
          {watched.size > 0 ? 'Show who is watching' : 'Back'}
        </Button>
        {servers.isError && <Button onClick={() => void servers.refetch()}>Try again</Button>}
      </div>
    </section>
  );
}
