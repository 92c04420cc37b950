// Lets Marquee put its own address into the webhooks of an account that is signed in, beside those of other programs.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Account } from '../../src-contract/auth.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee } from '../client/marquee.ts';
import styles from '../screens/settings.module.css';
import { Button } from './button.tsx';

export function RegisterWebhooks() {
  const { procedures } = useMarquee();
  const accounts = useQuery(procedures.accounts.list.queryOptions());
  if (!accounts.data) return null;
  if (accounts.data.length === 0) {
    return <p className={styles.hint}>Signed in with Plex, Marquee can register the address by itself.</p>;
  }
  return accounts.data.map((account) => <OfAccount key={account.id} account={account} />);
}

function OfAccount({ account: { id: accountId, name } }: { account: Account }) {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const input = { accountId };
  const found = useQuery({ ...procedures.webhooks.registration.queryOptions({ input }), retry: false });
  const after = {
    onSettled: () => queries.invalidateQueries({ queryKey: procedures.webhooks.registration.queryKey({ input }) }),
  };
  const register = useMutation(procedures.webhooks.register.mutationOptions(after));
  const unregister = useMutation(procedures.webhooks.unregister.mutationOptions(after));
  const isRegistered = found.data?.registered === true;
  const failure = register.error ?? unregister.error ?? found.error;
  return (
    <div className={styles.act}>
      <Button
        disabled={register.isPending || unregister.isPending || found.isPending}
        onClick={() => (isRegistered ? unregister.mutate(input) : register.mutate(input))}
      >
        {isRegistered ? `Take it back from ${name}’s Plex` : `Register it at Plex for ${name}`}
      </Button>
      <p role="status" className={styles.result}>
        {isRegistered && 'It is registered.'}
        {found.data && found.data.others > 0 && ` ${found.data.others} of other programs stay as they are.`}
      </p>
      {failure !== null && (
        <p role="alert" className={styles.problem}>
          {describeProblem(failure)}
        </p>
      )}
    </div>
  );
}
