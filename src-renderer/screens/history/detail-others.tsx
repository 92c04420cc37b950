// The other plays of the same viewing, and who else watched the same.
import type { PlayDetail } from '../../../src-contract/play.ts';
import type { PointFilter } from '../../../src-contract/play-filter.ts';
import { formatSpan } from '../../../src-contract/text/format.ts';
import { describeShare } from '../../../src-contract/text/words.ts';
import styles from './detail.module.css';
import { describeMoment, describeWhen } from './words.ts';

type Props = { detail: PlayDetail; onShow: (playId: string) => void; onPoint: (point: PointFilter) => void };

export function Others({ detail: { play, viewing, watchers }, onShow, onPoint }: Props) {
  const nowMs = Date.now();
  const others = watchers.filter(({ user }) => user.id !== play.user.id);
  return (
    <>
      {viewing.length > 0 && (
        <section aria-labelledby="detail-viewing">
          <h3 id="detail-viewing">The same viewing, in {viewing.length + 1} parts</h3>
          <ul className={styles.lines}>
            {viewing.map((part) => (
              <li key={part.id}>
                <button type="button" className={styles.link} onClick={() => onShow(part.id)}>
                  {describeWhen(part.startedAtMs, part.stoppedAtMs, nowMs)}
                </button>
                <span className={styles.quiet}>
                  {describeShare(part)}
                  {part.watchedMs !== null && ` · ${formatSpan(part.watchedMs)}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="detail-watchers">
        <h3 id="detail-watchers">Who else watched it</h3>
        {others.length === 0 && <p className={styles.quiet}>Nobody else, as far as Marquee knows.</p>}
        <ul className={styles.lines}>
          {others.map(({ user, plays, watched, percent, lastAtMs, filter }) => (
            <li key={user.id}>
              <button type="button" className={styles.link} onClick={() => onPoint(filter)}>
                {user.name}
              </button>
              <span className={styles.quiet}>
                {describeShare({ watched, percent })} · {plays === 1 ? 'once' : `${plays} times`}, last{' '}
                {describeMoment(lastAtMs, nowMs)}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
