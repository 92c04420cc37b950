// One play in the history: when, what, who and where, how much of it, how it was delivered and why.
import type { Play } from '../../src-contract/play.ts';
import { formatSpan, formatTimeOfDay } from '../../src-contract/text/format.ts';
import { describeItem, describePlayer, describeShare } from '../../src-contract/text/words.ts';
import { DecisionChip } from './decision-chip.tsx';
import styles from './play-row.module.css';
import { Poster } from './poster.tsx';

export function PlayRow({ play, serverName }: { play: Play; serverName: string | null }) {
  const { title, line } = describeItem(play.item);
  return (
    <li className={styles.row}>
      <time className={styles.when} dateTime={new Date(play.startedAtMs ?? play.stoppedAtMs).toISOString()}>
        {formatTimeOfDay(play.startedAtMs ?? play.stoppedAtMs)}
      </time>
      <Poster serverId={play.serverId} item={play.item} small />
      <div className={styles.what}>
        <p className={styles.title}>{title}</p>
        {line !== null && <p className={styles.quiet}>{line}</p>}
      </div>
      <div className={styles.who}>
        <p>{play.user.name}</p>
        <p className={styles.quiet}>
          {describePlayer(play.player)}
          {serverName !== null && ` · ${serverName}`}
        </p>
      </div>
      <div className={styles.share}>
        <div className={styles.bar} aria-hidden="true">
          <div style={{ transform: `scaleX(${Math.min(1, (play.percent ?? 0) / 100)})` }} />
        </div>
        <p className={styles.quiet}>
          {describeShare(play)}
          {play.watchedMs !== null && ` · ${formatSpan(play.watchedMs)}`}
        </p>
      </div>
      <div className={styles.how}>
        {play.stream === null ? (
          <span className={styles.quiet}>not known</span>
        ) : (
          <DecisionChip stream={{ ...play.stream, confirmed: true }} />
        )}
        {play.reasons[0] !== undefined && <p className={styles.why}>{play.reasons[0].text}</p>}
      </div>
    </li>
  );
}
