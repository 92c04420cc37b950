// The last minutes of a conversion: how fast it ran and how much was ready ahead, as two small lines and as numbers.
import type { TranscodeMoment } from '../../src-contract/transcodes.ts';
import { formatBitrate, formatSpan, formatSpeed, formatTimeOfDay } from '../../src-contract/text/format.ts';
import { graphHeight, graphWidth, type Moments, spanOf, thinMoments, toMoments } from './moments.ts';
import styles from './moments-graph.module.css';

/** `moments` is null as long as they are being read. */
type Props = { moments: readonly TranscodeMoment[] | null; clockAheadMs: number };

const mostRows = 12;

export function MomentsGraph({ moments, clockAheadMs }: Props) {
  if (moments === null) return <p className={styles.wait} />;
  const lanes = [toMoments('speed', moments), toMoments('ahead', moments)].filter((lane) => lane !== null);
  if (lanes.length === 0) return <p className={styles.wait}>Its last minutes are drawn here as they pass.</p>;
  const { fromMs, toMs } = spanOf(moments);
  return (
    <div className={styles.graph}>
      {lanes.map((lane) => (
        <Lane key={lane.kind} lane={lane} />
      ))}
      <p className={styles.scale} aria-hidden="true">
        <span>{formatSpan(toMs - fromMs)} ago</span>
        <span>now</span>
      </p>
      <details className={styles.numbers}>
        <summary>Numbers</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">Speed</th>
              <th scope="col">Ahead</th>
              <th scope="col">Bandwidth</th>
            </tr>
          </thead>
          <tbody>
            {thinMoments(moments, mostRows).map(({ atMs, speed, aheadMs, bandwidthKbps }) => (
              <tr key={atMs}>
                <th scope="row">{formatTimeOfDay(atMs - clockAheadMs)}</th>
                <td>{speed === null ? '–' : formatSpeed(speed)}</td>
                <td>{aheadMs === null ? '–' : formatSpan(aheadMs)}</td>
                <td>{bandwidthKbps === null ? '–' : formatBitrate(bandwidthKbps)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function Lane({ lane: { kind, name, now, says, paths, lineY } }: { lane: Moments }) {
  return (
    <figure className={styles.lane}>
      <figcaption>
        {name} <b>{now ?? '–'}</b>
      </figcaption>
      <svg
        role="img"
        aria-label={says}
        viewBox={`0 -1 ${graphWidth} ${graphHeight + 2}`}
        preserveAspectRatio="none"
        className={styles[kind]}
      >
        {lineY !== null && <path className={styles.real} d={`M0 ${lineY}H${graphWidth}`} />}
        {paths.map((path) => (
          <path key={path.slice(0, 16)} d={path} />
        ))}
      </svg>
    </figure>
  );
}
