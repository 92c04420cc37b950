// What a card shows when it is opened: every part of the stream, the player, the times.
import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../src-contract/session.ts';
import {
  formatBitrate,
  formatCount,
  formatMoment,
  formatPercent,
  formatSpan,
  formatWait,
} from '../../src-contract/text/format.ts';
import { useMarquee } from '../client/marquee.ts';
import styles from './card-details.module.css';
import { type Fact, FactList, joinKnown } from './fact-list.tsx';
import { MomentsGraph } from './moments-graph.tsx';
import { ReasonList } from './reason-list.tsx';
import { StreamParts } from './stream-parts.tsx';

/** The core looks as often. */
const lookMs = 5000;

type Props = { session: Session; serverName: string | null; clockAheadMs: number };

export function CardDetails({ session, serverName, clockAheadMs }: Props) {
  return (
    <div className={styles.details}>
      <StreamParts stream={session.stream} unknown="not known yet" />
      {session.stream.confirmed && session.reasons.length > 0 && (
        <section aria-label="Why, and what can be done">
          <ReasonList reasons={session.reasons} />
        </section>
      )}
      {session.transcode !== null && session.stream.decision !== 'direct-play' && (
        <LastMinutes session={session} clockAheadMs={clockAheadMs} />
      )}
      {session.stream.confirmed && session.stream.decision === 'direct-play' && <NoMinutes {...session} />}
      <FactList facts={toFacts(session, serverName, Date.now())} />
    </div>
  );
}

/** Why there is no graph: nothing works on it that could be fast or slow. */
function NoMinutes({ item, network }: Pick<Session, 'item' | 'network'>) {
  const room =
    network.bandwidthKbps === null ? '' : ` The server keeps ${formatBitrate(network.bandwidthKbps)} free for it.`;
  return (
    <p className={styles.quiet}>
      There is no graph here: the server only hands out the {item.type === 'photo' ? 'picture' : 'file'}, and Plex does
      not tell how much of it the player has in store.{room}
    </p>
  );
}

/** How its conversion went in the last minutes. */
function LastMinutes({ session: { id, serverId }, clockAheadMs }: Pick<Props, 'session' | 'clockAheadMs'>) {
  const { procedures } = useMarquee();
  const active = useQuery({
    ...procedures.transcodes.active.queryOptions({ input: { server: serverId } }),
    refetchInterval: lookMs,
    retry: false,
  });
  const found = active.data?.transcodes.find(({ session }) => session.id === id);
  return (
    <section aria-label="The last minutes of the conversion" className={styles.minutes}>
      <MomentsGraph moments={active.isPending ? null : (found?.series ?? [])} clockAheadMs={clockAheadMs} />
    </section>
  );
}

function toFacts(session: Session, serverName: string | null, nowMs: number): readonly Fact[] {
  const { player, network, transcode, item } = session;
  return [
    ['Player', joinKnown(player.product, player.version)],
    ['System', joinKnown(player.platform, player.platformVersion)],
    ['Address', player.address ?? player.publicAddress],
    ['Connection', network.secure === null ? null : network.secure ? 'encrypted' : 'not encrypted'],
    ['Server', serverName],
    ['Library', item.librarySectionTitle],
    ['Started', formatMoment(session.startedAtMs, nowMs)],
    ['Paused in all', session.pausedMs < 1000 ? null : formatSpan(session.pausedMs)],
    ['First picture', session.pace?.firstFrameMs == null ? null : `after ${formatWait(session.pace.firstFrameMs)}`],
    ['Stopped to buffer', session.bufferCount === 0 ? null : formatCount(session.bufferCount, 'time')],
    ['Waited in all', session.pace && session.pace.stalledMs >= 1000 ? formatWait(session.pace.stalledMs) : null],
    [
      'Converted',
      transcode?.progress === undefined || transcode.progress === null ? null : formatPercent(transcode.progress),
    ],
  ];
}
