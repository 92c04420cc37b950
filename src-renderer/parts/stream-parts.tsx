// Every part of a stream as a table: what lies on the server, what the viewer gets, and how.
import type { Stream } from '../../src-contract/session.ts';
import { decisionWords, describeParts } from '../../src-contract/text/words-stream.ts';
import { PartMark } from './decision-chip.tsx';
import styles from './stream-parts.module.css';

/** `unknown`: what is said where Plex has not told what lies on the server. */
export function StreamParts({ stream, unknown }: { stream: Stream; unknown: string }) {
  return (
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
          {describeParts(stream).map(({ part, source, delivered, decision }) => (
            <tr key={part}>
              <th scope="row">{part}</th>
              <td>{source ?? unknown}</td>
              <td>{delivered ?? 'as it is'}</td>
              <td>
                <PartMark decision={decision} text={decisionWords[decision]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
