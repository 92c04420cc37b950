// People or servers of which less is told than of the others: each opens to the kinds that can be switched off for it.
import type { Exception, NoticeKind } from '../../src-contract/settings.ts';
import { describeExceptions, type KindRow } from '../screens/settings-words.ts';
import { Check } from './check.tsx';
import styles from './exceptions.module.css';
import { Icon } from './icon.tsx';

type Props = {
  known: ReadonlyArray<{ id: string; name: string }>;
  exceptions: readonly Exception[];
  rows: readonly KindRow[];
  /** Kinds that are told of nobody anyway. */
  off: readonly NoticeKind[];
  onChange: (exceptions: Exception[]) => void;
};

export function Exceptions({ known, exceptions, rows, off, onChange }: Props) {
  const all = [...known, ...exceptions.filter(({ id }) => known.every((one) => one.id !== id))];
  function change({ id, name }: { id: string; name: string }, kinds: readonly NoticeKind[], told: boolean) {
    const before = exceptions.find((one) => one.id === id)?.off ?? [];
    const others = before.filter((kind) => !kinds.includes(kind));
    const now = told ? others : [...others, ...kinds];
    const rest = exceptions.filter((one) => one.id !== id);
    onChange(now.length === 0 ? rest : [...rest, { id, name, off: now }]);
  }
  return (
    <ul className={styles.list}>
      {all
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .map((one) => {
          const silent = exceptions.find(({ id }) => id === one.id)?.off ?? [];
          const kinds = rows.map(({ kind }) => kind);
          return (
            <li key={one.id}>
              <details className={styles.one}>
                <summary>
                  <Icon name="chevron" />
                  <span className={styles.name}>{one.name}</span>
                  <span className={styles.state}>{describeExceptions(silent, rows)}</span>
                </summary>
                <div className={styles.kinds}>
                  <Check
                    checked={kinds.some((kind) => !silent.includes(kind))}
                    onChange={(told) => change(one, kinds, told)}
                  >
                    Tell me of {one.name}
                  </Check>
                  <div className={styles.each}>
                    {rows.map(({ kind, says }) => (
                      <Check
                        key={kind}
                        checked={!silent.includes(kind) && !off.includes(kind)}
                        disabled={off.includes(kind)}
                        hint={off.includes(kind) ? 'switched off above' : undefined}
                        onChange={(told) => change(one, [kind], told)}
                      >
                        {says}
                      </Check>
                    ))}
                  </div>
                </div>
              </details>
            </li>
          );
        })}
    </ul>
  );
}
