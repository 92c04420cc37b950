// A day of a server as a strip: where it was watched, and where nobody could see it. The gaps stand below in words, too.
import { useQuery } from '@tanstack/react-query';
import type { Gap } from '../../src-contract/gap.ts';
import type { Server } from '../../src-contract/server.ts';
import { formatMoment, formatSpan } from '../../src-contract/text/format.ts';
import { useMarquee } from '../client/marquee.ts';
import styles from './gap-strip.module.css';

const dayMs = 86_400_000;
const minuteMs = 60_000;

type Props = { server: Server; clockAheadMs: number };

export function GapStrip({ server: { id: serverId, enabled, status }, clockAheadMs }: Props) {
  const { procedures } = useMarquee();
  // By the minute, so that the question stays the same for as long.
  const toMs = Math.ceil((Date.now() + clockAheadMs) / minuteMs) * minuteMs;
  const fromMs = toMs - dayMs;
  const gaps = useQuery({
    ...procedures.gaps.list.queryOptions({ input: { server: serverId, fromMs, toMs } }),
    placeholderData: (before) => before,
    retry: false,
  });
  const found = (gaps.data?.gaps ?? []).filter(
    (gap) => (gap.toMs ?? toMs) - Math.max(gap.fromMs, fromMs) > minuteMs / 2,
  );
  // The history may know nothing yet of a server that is heard.
  const heardMs = status.kind === 'live' || status.kind === 'polling' ? status.sinceMs : toMs;
  const sinceMs = Math.min(gaps.data?.sinceMs ?? toMs, heardMs);
  const isKnown = heardMs < toMs || (gaps.data?.sinceMs ?? null) !== null;
  const words =
    enabled && gaps.isSuccess && !isKnown
      ? 'Not heard yet.'
      : describeDay(found, enabled, sinceMs > fromMs ? sinceMs : null, toMs);
  const share = (atMs: number) => Math.min(1, Math.max(0, (atMs - fromMs) / dayMs));
  return (
    <div className={styles.day}>
      <svg className={styles.strip} viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label={words}>
        <rect className={styles.unknown} width="1000" height="12" />
        {enabled && gaps.isSuccess && isKnown && (
          <rect
            className={styles.watched}
            // A sliver is seen even when it has only begun.
            x={Math.min(996, share(sinceMs) * 1000)}
            width={Math.max(4, (1 - share(sinceMs)) * 1000)}
            height="12"
          />
        )}
        {found.map((gap) => (
          <rect
            key={gap.fromMs}
            className={styles.gap}
            x={share(gap.fromMs) * 1000}
            width={Math.max(3, (share(gap.toMs ?? toMs) - share(gap.fromMs)) * 1000)}
            height="12"
          >
            <title>{describeGap(gap, toMs)}</title>
          </rect>
        ))}
      </svg>
      <p className={styles.words}>
        <span>{words}</span>
        <span>24 h</span>
      </p>
      {found.length > 0 && (
        <details className={styles.more}>
          <summary>{found.length === 1 ? 'When' : `All ${found.length} gaps`}</summary>
          <ul>
            {found.map((gap) => (
              <li key={gap.fromMs}>{describeGap(gap, toMs)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const reasons: Readonly<Record<string, string>> = {
  'our-start': 'Marquee was not running',
  'server-down': 'the server did not answer',
  unauthorized: 'the sign-in was not accepted',
  sleep: 'this computer slept',
  'database-restored': 'the history was restored from a backup',
};

function describeGap({ fromMs, toMs, why }: Gap, nowMs: number): string {
  const end = toMs === null ? 'it goes on' : `for ${formatSpan(toMs - fromMs)}`;
  return `${formatMoment(fromMs, nowMs)}, ${end}: ${reasons[why] ?? why}`;
}

/** `sinceMs` is when the watching began, when that is not longer ago than this day. */
function describeDay(gaps: readonly Gap[], enabled: boolean, sinceMs: number | null, nowMs: number): string {
  if (!enabled) return 'It is not watched now.';
  const since = sinceMs === null ? '' : ` since ${formatMoment(Math.min(sinceMs, nowMs), nowMs)}`;
  if (gaps.length === 0) return `Watched${since} without a gap.`;
  return `Watched${since}, with ${gaps.length === 1 ? 'one gap' : `${gaps.length} gaps`}.`;
}
