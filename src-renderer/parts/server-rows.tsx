// How each server is heard: one row each, at the foot of the rail. With several of them each one filters every screen.
import type { Server } from '../../src-contract/server.ts';
import { describeStatus } from '../../src-contract/text/words-server.ts';
import { useChosenServer } from '../client/chosen-server.ts';
import { classNames } from './class-names.ts';
import { Countdown } from './countdown.tsx';
import styles from './server-rows.module.css';

/** `heard` is false while Marquee itself is out of reach: then the rows show what was. */
type Props = { servers: readonly Server[]; clockAheadMs: number; heard: boolean };

export function ServerRows({ servers, clockAheadMs, heard }: Props) {
  const nowMs = Date.now() + clockAheadMs;
  const { chosen, choose } = useChosenServer();
  return (
    <ul className={classNames(styles.rows, !heard && styles.unheard)} aria-label="Servers">
      {servers.map((server) => {
        const { tone, word, why, nextTryAtMs } = describeStatus(server.status, nowMs);
        return (
          <li key={server.id} className={styles.row}>
            <span className={classNames(styles.dot, styles[heard ? tone : 'off'])} aria-hidden="true" />
            {servers.length > 1 ? (
              <button
                type="button"
                className={styles.filter}
                aria-pressed={server.id === chosen}
                title={server.id === chosen ? 'Show all servers' : `Show only ${server.name}`}
                onClick={() => choose(server.id === chosen ? null : server.id)}
              >
                {server.name}
              </button>
            ) : (
              <span className={styles.name}>{server.name}</span>
            )}
            <span className={styles.word}>{heard ? word : `was ${word}`}</span>
            {heard && nextTryAtMs !== null && (
              <span className={styles.more}>
                <Countdown toMs={nextTryAtMs} clockAheadMs={clockAheadMs} />
              </span>
            )}
            {heard && why !== null && <span className={styles.more}>{why}</span>}
            {heard && server.remoteAccess === false && <span className={styles.more}>Not reachable from outside</span>}
          </li>
        );
      })}
    </ul>
  );
}
