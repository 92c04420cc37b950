// Every way to a server, and how it fared at the last look.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Candidate } from '../../src-contract/servers.ts';
import { useMarquee } from '../client/marquee.ts';
import styles from './server-card.module.css';

export function ConnectionDetails({ serverId }: { serverId: string }) {
  const { procedures } = useMarquee();
  const [open, setOpen] = useState(false);
  const ways = useQuery({
    ...procedures.servers.connections.queryOptions({ input: { serverId } }),
    enabled: open,
    refetchInterval: 5000,
  });
  return (
    <details className={styles.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All ways to it</summary>
      {ways.data?.candidates.length === 0 && <p className={styles.quiet}>Only this one is known.</p>}
      <ul className={styles.ways}>
        {ways.data?.candidates.map((way) => (
          <li key={way.uri}>
            {way.chosen && <b>In use: </b>}
            <code>{way.uri}</code> <span className={styles.quiet}>{describeOutcome(way)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function describeOutcome({ outcome, local, relay }: Candidate): string {
  const where = relay ? 'relay' : local ? 'local' : 'remote';
  if (outcome.kind === 'answered') return `${where}, answered in ${Math.round(outcome.latencyMs)} ms`;
  return `${where}, ${outcome.why}`;
}
