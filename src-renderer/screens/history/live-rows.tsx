// What plays now, above what has been played: each leads to its card.
import type { Session } from '../../../src-contract/session.ts';
import { classNames } from '../../parts/class-names.ts';
import { Icon } from '../../parts/icon.tsx';
import { Title } from './cells.tsx';
import { describeWhen } from './words.ts';
import { toLiveLine } from './live-line.ts';
import rows from './row.module.css';
import styles from './history.module.css';

const most = 4;

export function LiveRows({ sessions, nowMs }: { sessions: readonly Session[]; nowMs: number }) {
  if (sessions.length === 0) return null;
  const more = sessions.length - most;
  return (
    <section aria-label="Playing now" className={styles.live}>
      <h2>
        <Icon name="live" />
        Playing now
      </h2>
      <ul>
        {sessions.slice(0, most).map((session) => {
          const line = toLiveLine(session);
          return (
            <li key={session.id}>
              <a href={`#/live/${encodeURIComponent(session.id)}`} className={styles.liveRow}>
                <span className={rows.cell}>
                  <Title line={line} group="none" nowMs={nowMs} />
                </span>
                <span className={classNames(rows.cell, rows.quiet, styles.liveWho)}>
                  <bdi>{session.user.name}</bdi> · {describeWhen(session.startedAtMs, null, nowMs)}
                </span>
              </a>
            </li>
          );
        })}
        {more > 0 && (
          <li>
            <a href="#/live" className={styles.liveRow}>
              {more === 1 ? 'One more' : `${more} more`}
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}
