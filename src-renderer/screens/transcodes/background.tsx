// What servers convert for nobody who watches now: the optimiser, downloads.
import type { Server } from '../../../src-contract/server.ts';
import type { BackgroundJob } from '../../../src-contract/transcodes.ts';
import styles from './background.module.css';
import { describeJob, describeSilentServer } from './words.ts';

type Props = {
  /** Null until the first answer. */
  active: { jobs: readonly BackgroundJob[]; silent: ReadonlyArray<{ serverId: string; why: string }> } | null;
  servers: readonly Server[];
};

export function Background({ active, servers }: Props) {
  if (active === null || (active.jobs.length === 0 && active.silent.length === 0)) return null;
  const nameOf = (serverId: string) => servers.find(({ id }) => id === serverId)?.name ?? 'A server';
  return (
    <section aria-labelledby="transcodes-background" className={styles.background}>
      <h3 id="transcodes-background">In the background</h3>
      <ul>
        {active.jobs.map((job) => (
          <li key={`${job.serverId} ${job.key}`}>
            <span className={styles.title}>{job.title === '' ? 'An optimised version' : job.title}</span>
            <span className={styles.how}>
              {describeJob(job)}
              {servers.length > 1 && ` · ${nameOf(job.serverId)}`}
            </span>
            {job.progress !== null && (
              <progress aria-label={`How far ${job.title} is`} max={100} value={job.progress} />
            )}
          </li>
        ))}
        {active.silent.map(({ serverId, why }) => (
          <li key={serverId} className={styles.silent}>
            {describeSilentServer(nameOf(serverId), why)}
          </li>
        ))}
      </ul>
    </section>
  );
}
