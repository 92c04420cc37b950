// Why a stream is converted: every reason in a sentence, how sure that is, what shows it, and what can be done.
import type { Reason } from '../../src-contract/reason.ts';
import styles from './reason-list.module.css';

const sureWords: Readonly<Record<Reason['confidence'], string | null>> = {
  certain: 'certain',
  likely: 'likely',
  unknown: null,
};

/** The most important first, as they come. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <ul className={styles.reasons}>
      {reasons.map(({ code, confidence, text, evidence: { source, delivered }, remedy }) => (
        <li key={code}>
          <p>
            {text} {sureWords[confidence] !== null && <span className={styles.sure}>{sureWords[confidence]}</span>}
          </p>
          {source !== null && (
            <p className={styles.evidence}>
              {source}
              {delivered !== null && delivered !== source && (
                <>
                  {' '}
                  <span aria-label="to">→</span> {delivered}
                </>
              )}
            </p>
          )}
          {remedy !== null && <p className={styles.remedy}>{remedy}</p>}
        </li>
      ))}
    </ul>
  );
}
