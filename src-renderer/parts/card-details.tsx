// What a card shows when it is opened: every part of the stream, the player, the times.
import type { Session } from '../../src-contract/session.ts';
import { formatMoment, formatPercent, formatSpan } from '../../src-contract/text/format.ts';
import { decisionWords, describeParts } from '../../src-contract/text/words-stream.ts';
import styles from './card-details.module.css';
import { PartMark } from './decision-chip.tsx';

export function CardDetails({ session, serverName }: { session: Session; serverName: string | null }) {
  return (
    <div className={styles.details}>
      <div className={styles.scroll}>
        <table className={styles.parts}>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">On the server</th>
              <th scope="col">To the viewer</th>
              <th scope="col">How</th>
            </tr>
          </thead>
          <tbody>
            {describeParts(session.stream).map(({ part, source, delivered, decision }) => (
              <tr key={part}>
                <th scope="row">{part}</th>
                <td>{source ?? 'not known yet'}</td>
                <td>{delivered ?? 'as it is'}</td>
                <td>
                  <PartMark decision={decision} text={decisionWords[decision]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {session.reasons.some(({ remedy }) => remedy !== null) && (
        <ul className={styles.remedies}>
          {session.reasons.map(({ code, remedy }) => remedy !== null && <li key={code}>{remedy}</li>)}
        </ul>
      )}
      <dl className={styles.facts}>
        {toFacts(session, serverName, Date.now()).map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function toFacts(session: Session, serverName: string | null, nowMs: number): Array<readonly [string, string]> {
  const { player, network, transcode, item } = session;
  const facts: Array<readonly [string, string | null]> = [
    ['Player', words(player.product, player.version)],
    ['System', words(player.platform, player.platformVersion)],
    ['Address', player.address ?? player.publicAddress],
    ['Connection', network.secure === null ? null : network.secure ? 'encrypted' : 'not encrypted'],
    ['Server', serverName],
    ['Library', item.librarySectionTitle],
    ['Started', formatMoment(session.startedAtMs, nowMs)],
    ['Paused in all', session.pausedMs < 1000 ? null : formatSpan(session.pausedMs)],
    [
      'Buffered',
      session.bufferCount === 0 ? null : session.bufferCount === 1 ? 'once' : `${session.bufferCount} times`,
    ],
    [
      'Converted',
      transcode?.progress === undefined || transcode.progress === null ? null : formatPercent(transcode.progress),
    ],
  ];
  return facts.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
}

function words(...pieces: Array<string | null>): string | null {
  return pieces.filter((piece) => piece !== null).join(' ') || null;
}
