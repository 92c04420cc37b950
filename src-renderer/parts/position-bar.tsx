// The position of a session: time, a bar that moves by arithmetic, the whole length and when it ends.
import { useLayoutEffect, useRef } from 'react';
import type { Session } from '../../src-contract/session.ts';
import { useMarquee } from '../client/marquee.ts';
import { endsAt, positionAt } from '../client/position.ts';
import { formatClock, formatTimeOfDay } from '../../src-contract/text/format.ts';
import { describeState } from '../../src-contract/text/words.ts';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import styles from './position-bar.module.css';

/** `frozenAtMs`: the core's time at which we last heard of it; from then on nothing moves. */
type Props = { session: Session; clockAheadMs: number; frozenAtMs: number | null; ended: boolean };

export function PositionBar({ session, clockAheadMs, frozenAtMs, ended }: Props) {
  const { ticker } = useMarquee();
  const time = useRef<HTMLSpanElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const { durationMs, live } = session.item;
  const moves = session.state === 'playing' && !session.silent && frozenAtMs === null && !ended;

  useLayoutEffect(() => {
    let shown = '';
    function paint(nowMs: number) {
      const positionMs = positionAt(session, frozenAtMs ?? nowMs + clockAheadMs);
      const text = positionMs === null ? '–:––' : formatClock(positionMs);
      if (time.current !== null && text !== shown) time.current.textContent = text;
      shown = text;
      if (fill.current !== null)
        fill.current.style.transform = `translateX(${(share(positionMs, durationMs) - 1) * 100}%)`;
    }
    if (moves) return ticker.subscribe(paint);
    paint(ended ? session.positionAtMs - clockAheadMs : Date.now());
    return undefined;
  }, [session, clockAheadMs, frozenAtMs, durationMs, moves, ended, ticker]);

  const aheadMs = session.stream.decision === 'direct-play' ? 0 : (session.transcode?.aheadMs ?? 0);
  const readyMs = ended || session.positionMs === null ? null : session.positionMs + aheadMs;
  const ends = ended || frozenAtMs !== null ? null : endsAt(session);
  return (
    <div className={classNames(styles.position, styles[session.state])}>
      <span className={styles.state}>
        {ended ? <Icon name="ended" /> : <Icon name={session.state} pulsing={session.state === 'buffering'} />}
        <span className={session.state === 'playing' ? 'visually-hidden' : styles.word}>
          {ended ? 'Ended' : describeState(session, Date.now())}
        </span>
      </span>
      {live ? (
        <span>live since {formatTimeOfDay(session.startedAtMs - clockAheadMs)}</span>
      ) : (
        <span ref={time} className={styles.time} />
      )}
      {!live && durationMs !== null && (
        <>
          <div className={styles.bar} aria-hidden="true">
            <div
              className={styles.ready}
              style={{ transform: `translateX(${(share(readyMs, durationMs) - 1) * 100}%)` }}
            />
            <div ref={fill} className={styles.fill} />
          </div>
          <span className={styles.length}>{formatClock(durationMs)}</span>
        </>
      )}
      {ends !== null && <span className={styles.ends}>ends {formatTimeOfDay(ends - clockAheadMs)}</span>}
    </div>
  );
}

function share(positionMs: number | null, durationMs: number | null): number {
  return positionMs === null || !durationMs ? 0 : Math.min(1, positionMs / durationMs);
}
