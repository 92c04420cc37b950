// Plain facts, each with its name above it; those that nobody knows are left out.
import styles from './fact-list.module.css';

export type Fact = readonly [name: string, text: string | null];

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, text]) =>
          text !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** `Plex Web 4.145`: those of the words that are known; null when none is. */
export const joinKnown = (...words: Array<string | null>): string | null =>
  words.filter((word) => word !== null).join(' ') || null;
