// What a play was made of: source against what was delivered, why, and the plain facts.
import type { PlayLine } from '../../../src-contract/play.ts';
import { formatBitrate, formatClock, formatPercent, formatSpan } from '../../../src-contract/text/format.ts';
import { type Fact, FactList, joinKnown } from '../../parts/fact-list.tsx';
import { ReasonList } from '../../parts/reason-list.tsx';
import { StreamParts } from '../../parts/stream-parts.tsx';
import styles from './detail.module.css';
import { describeLocation, describeMoment, originWords } from './words.ts';

export function Delivery({ play: { stream, reasons } }: { play: PlayLine }) {
  if (stream === null) return null;
  return (
    <section aria-labelledby="detail-delivery">
      <h3 id="detail-delivery">Source and delivery</h3>
      {reasons.length > 0 && (
        <div className={styles.reasons}>
          <ReasonList reasons={reasons} />
        </div>
      )}
      <StreamParts stream={stream} unknown="not known" />
    </section>
  );
}

export function Facts({ play, serverName }: { play: PlayLine; serverName: string }) {
  return (
    <section aria-labelledby="detail-facts">
      <h3 id="detail-facts">Facts</h3>
      <FactList facts={toFacts(play, serverName)} />
    </section>
  );
}

function toFacts(play: PlayLine, serverName: string): readonly Fact[] {
  const { player, network, item } = play;
  const nowMs = Date.now();
  return [
    ['Started', play.startedAtMs === null ? 'not known' : describeMoment(play.startedAtMs, nowMs)],
    ['Ended', describeMoment(play.stoppedAtMs, nowMs)],
    ['Watched', play.watchedMs === null ? 'not known' : formatSpan(play.watchedMs)],
    ['Paused', play.pausedMs === null || play.pausedMs < 1000 ? null : formatSpan(play.pausedMs)],
    ['Came to', play.positionMs === null ? null : formatClock(play.positionMs)],
    ['Of the whole', play.percent === null ? null : formatPercent(play.percent)],
    ['Server', serverName],
    ['Library', item.librarySectionTitle],
    ['Player', joinKnown(player.product, player.version)],
    ['System', joinKnown(player.platform, player.platformVersion)],
    ['Address', player.address ?? player.publicAddress],
    ['Location', describeLocation(network.location)],
    ['Connection', network.secure === null ? null : network.secure ? 'encrypted' : 'not encrypted'],
    ['Bandwidth', network.bandwidthKbps === null ? null : formatBitrate(network.bandwidthKbps)],
    ['Known from', originWords[play.origin]],
    ['Counted', play.short ? 'not in the charts: very short' : null],
    ['Deleted', play.removedAtMs === null ? null : describeMoment(play.removedAtMs, nowMs)],
  ];
}
