// The timeline of a play: drawn, told in words, and as a table.
import { useCallback, useMemo, useState } from 'react';
import type { Gap } from '../../../src-contract/gap.ts';
import type { PlayDetail } from '../../../src-contract/play.ts';
import {
  formatBitrate,
  formatClock,
  formatSpan,
  formatSpeed,
  formatTimeOfDay,
} from '../../../src-contract/text/format.ts';
import type { Colours } from '../../parts/plot/colours.ts';
import { LazyPlot } from '../../parts/plot/lazy-plot.tsx';
import styles from './detail.module.css';
import { timelineHeight, toTimelineOption } from './timeline-option.ts';
import { describeEvent, thin, toTimeline } from './timeline.ts';

type Props = { detail: PlayDetail; gaps: readonly Gap[] };

const mostLines = 200;
const withSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

const bandWords = { paused: 'grey: paused', buffering: 'red: buffering', gap: 'dark: not watched by Marquee' };

export function TimelinePart({ detail, gaps }: Props) {
  const timeline = useMemo(() => toTimeline(detail, gaps), [detail, gaps]);
  const toOption = useCallback(
    (colours: Colours) => (timeline === null ? {} : toTimelineOption(timeline, colours)),
    [timeline],
  );
  const events = detail.events.flatMap((event) => {
    const says = describeEvent(event);
    return says === null ? [] : [{ atMs: event.atMs, says }];
  });
  if (timeline === null && events.length === 0) {
    return <p className={styles.quiet}>How it went is not known: {whyUnknown(detail)}</p>;
  }
  const kinds = [...new Set(timeline?.bands.map(({ kind }) => kind))];
  return (
    <>
      {timeline !== null && (
        <>
          <LazyPlot
            toOption={toOption}
            height={timelineHeight(timeline)}
            label={`${timeline.lanes.map(({ says }) => says).join(', ')} over time, from ${formatTimeOfDay(timeline.fromMs)} to ${formatTimeOfDay(timeline.toMs)}. The table below has the numbers.`}
          />
          {kinds.length > 0 && (
            <p className={styles.quiet}>Shaded {kinds.map((kind) => bandWords[kind]).join(', ')}.</p>
          )}
        </>
      )}
      {events.length > 0 && (
        <ol className={styles.events}>
          {events.map(({ atMs, says }, at) => (
            <li key={at}>
              <time dateTime={new Date(atMs).toISOString()}>{formatTimeOfDay(atMs)}</time> {says}
            </li>
          ))}
        </ol>
      )}
      {detail.samples.length > 0 && <Numbers samples={detail.samples} />}
    </>
  );
}

function Numbers({ samples }: Pick<PlayDetail, 'samples'>) {
  const [isOpen, setOpen] = useState(false);
  const lines = isOpen ? thin(samples, mostLines) : [];
  return (
    <details className={styles.numbers} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {lines.length < samples.length && isOpen && (
        <p className={styles.quiet}>
          {lines.length} of {samples.length} readings, evenly.
        </p>
      )}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">State</th>
              <th scope="col">Position</th>
              <th scope="col">Bandwidth</th>
              <th scope="col">Conversion</th>
              <th scope="col">Ahead</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ atMs, state, positionMs, bandwidthKbps, speed, aheadMs }) => (
              <tr key={atMs}>
                <th scope="row">{withSeconds.format(atMs)}</th>
                <td>{state}</td>
                <td>{positionMs === null ? '' : formatClock(positionMs)}</td>
                <td>{bandwidthKbps === null ? '' : formatBitrate(bandwidthKbps)}</td>
                <td>{speed === null ? '' : formatSpeed(speed)}</td>
                <td>{aheadMs === null ? '' : formatSpan(aheadMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function whyUnknown({ play }: PlayDetail): string {
  if (play.origin === 'plex-history') return 'Plex’s own history tells only that it was played.';
  return play.origin === 'tautulli' ? 'Tautulli keeps no course of a play.' : 'its readings were dropped with time.';
}
