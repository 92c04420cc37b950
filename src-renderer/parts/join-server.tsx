// A server that was set up anew takes over the history of the one that it was before.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Server } from '../../src-contract/server.ts';
import { formatCount, formatMoment } from '../../src-contract/text/format.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import { Button } from './button.tsx';
import styles from './server-card.module.css';

/** Not there unless the history knows a server that is not watched now. */
export function JoinServer({ server: { id, name } }: { server: Server }) {
  const { procedures } = useMarquee();
  const { clockAheadMs } = useView();
  const queries = useQueryClient();
  const former = useQuery({ ...procedures.servers.former.queryOptions(), retry: false });
  const join = useMutation(
    procedures.servers.join.mutationOptions({
      onSuccess: () => void queries.invalidateQueries({ queryKey: procedures.servers.former.queryKey() }),
    }),
  );
  const [wanted, setWanted] = useState<string | null>(null);
  const known = former.data ?? [];
  if (join.data) return <p role="status">{formatCount(join.data.joinedPlays, 'play')} joined.</p>;
  if (known.length === 0) return null;
  if (wanted === null) {
    return <Button onClick={() => setWanted(known[0]?.id ?? '')}>Join an old history…</Button>;
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (wanted !== null) join.mutate({ serverId: id, formerServerId: wanted });
  }
  return (
    <form className={styles.inline} onSubmit={submit}>
      <label>
        {name} was before{' '}
        <select value={wanted} onChange={(event) => setWanted(event.target.value)}>
          {known.map(({ id: formerId, name: formerName, plays, lastHeardMs }) => (
            <option key={formerId} value={formerId}>
              {formerName}, {formatCount(plays, 'play')}
              {lastHeardMs !== null && `, until ${formatMoment(lastHeardMs, Date.now() + clockAheadMs)}`}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" look="main" disabled={join.isPending}>
        Join for good
      </Button>
      <Button onClick={() => setWanted(null)}>Leave it</Button>
      {join.isError && (
        <p role="alert" className={styles.problem}>
          {describeProblem(join.error)}
        </p>
      )}
    </form>
  );
}
