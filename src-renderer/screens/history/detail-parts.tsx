// What a play was made of: source against what was delivered, why, and the plain facts.
import type { PlayLine } from '../../../src-contract/play.ts';
import { formatBitrate, formatClock, formatPercent, formatSpan } from '../../../src-contract/text/format.ts';
import { decisionWords, describeParts } from '../../../src-contract/text/words-stream.ts';
import { PartMark } from '../../parts/decision-chip.tsx';
import { ReasonList } from '../../parts/reason-list.tsx';
import styles from './detail.module.css';
import { describeMoment, originWords } from './words.ts';

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
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">On the server</th>
              <th scope="col">To the viewer</th>
              <th scope="col">How</th>
            </tr>
          </thead>
          <tbody>
            {describeParts(stream).map(({ part, source, delivered, decision }) => (
              <tr key={part}>
                <th scope="row">{part}</th>
                <td>{source ?? 'not known'}</td>
                <td>{delivered ?? 'as it is'}</td>
                <td>
                  <PartMark decision={decision} text={decisionWords[decision]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Facts({ play, serverName }: { play: PlayLine; serverName: string }) {
  return (
    <section aria-labelledby="detail-facts">
      <h3 id="detail-facts">Facts</h3>
      <dl className={styles.facts}>
        {toFacts(play, serverName).map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function toFacts(play: PlayLine, serverName: string): Array<readonly [string, string]> {
  const { player, network, item } = play;
  const nowMs = Date.now();
  const facts: Array<readonly [string, string | null]> = [
    ['Started', play.startedAtMs === null ? 'not known' : describeMoment(play.startedAtMs, nowMs)],
    ['Ended', describeMoment(play.stoppedAtMs, nowMs)],
    ['Watched', play.watchedMs === null ? 'not known' : formatSpan(play.watchedMs)],
    ['Paused', play.pausedMs === null || play.pausedMs < 1000 ? null : formatSpan(play.pausedMs)],
    ['Came to', play.positionMs === null ? null : formatClock(play.positionMs)],
    ['Of the whole', play.percent === null ? null : formatPercent(play.percent)],
    ['Server', serverName],
    ['Library', item.librarySectionTitle],
    ['Player', words(player.product, player.version)],
    ['System', words(player.platform, player.platformVersion)],
    ['Address', player.address ?? player.publicAddress],
    ['Location', network.location === null ? null : network.location.toUpperCase()],
    ['Connection', network.secure === null ? null : network.secure ? 'encrypted' : 'not encrypted'],
    ['Bandwidth', network.bandwidthKbps === null ? null : formatBitrate(network.bandwidthKbps)],
    ['Known from', originWords[play.origin]],
    ['Counted', play.short ? 'not in the charts: very short' : null],
    ['Deleted', play.removedAtMs === null ? null : describeMoment(play.removedAtMs, nowMs)],
  ];
  return facts.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
}

function words(...pieces: Array<string | null>): string | null {
  return pieces.filter((piece) => piece !== null).join(' ') || null;
}
