// The values that a part of the filter can take, with their plays: searched by name, chosen by ticking.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useMarquee } from '../../client/marquee.ts';
import { useHomes } from '../../client/use-homes.ts';
import { Button } from '../button.tsx';
import { type FacetPart, nameValues, partWords } from './filter-words.ts';
import { type Filter, withPart, withValues } from './filter-address.ts';
import styles from './filter-bar.module.css';
import { toAsked } from './use-filter.ts';

type Props = {
  part: FacetPart;
  filter: Filter;
  /** Of the chosen ones, which the list may not hold. */
  nameOf: (value: string) => string;
  onChange: (filter: Filter) => void;
};

const most = 200;
/** Fewer than this are seen at a glance. */
const searchFrom = 8;

export function FacetValues({ part, filter, nameOf, onChange }: Props) {
  const { procedures } = useMarquee();
  const [typed, setTyped] = useState('');
  const named = useDeferredValue(typed.trim());
  const facets = useQuery({
    ...procedures.history.facets.queryOptions({
      // Codes have words that only we know, so they are searched here.
      input: { ...toAsked(filter), of: part, length: most, ...(named !== '' && isNamed(part) ? { named } : {}) },
    }),
    placeholderData: (before) => before,
  });
  const chosen: readonly string[] = filter[part] ?? [];
  const names = nameValues(part, facets.data ?? [], useHomes());
  const found = (facets.data ?? []).map(({ value, plays }) => ({ value, name: names.get(value) ?? value, plays }));
  const absent = typed === '' ? chosen.filter((value) => !found.some((one) => one.value === value)) : [];
  const shown = [...absent.map((value) => ({ value, name: nameOf(value), plays: 0 })), ...found].filter(
    ({ name }) => isNamed(part) || name.toLowerCase().includes(typed.trim().toLowerCase()),
  );
  const isLong = typed !== '' || shown.length >= searchFrom;

  function toggle(value: string) {
    const values = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    onChange(withValues(filter, part, values));
  }

  return (
    <div className={styles.values}>
      {isLong && (
        <input
          type="search"
          className={styles.valueSearch}
          aria-label={`Search for a ${partWords[part].toLowerCase()}`}
          placeholder="Search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {facets.isPending && <p className={styles.quiet}>Counting…</p>}
      {facets.isError && (
        <p className={styles.quiet}>
          The values cannot be read now. <Button onClick={() => void facets.refetch()}>Try again</Button>
        </p>
      )}
      {facets.isSuccess && shown.length === 0 && (
        <p className={styles.quiet}>{typed === '' ? 'There is nothing to choose from.' : 'Nothing is called that.'}</p>
      )}
      <ul>
        {shown.map(({ value, name, plays }) => (
          <li key={value}>
            <label className={styles.value}>
              <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
              <span className={styles.valueName}>{name}</span>
              <span className={styles.plays}>{plays.toLocaleString('en-GB')}</span>
            </label>
          </li>
        ))}
      </ul>
      {facets.data?.length === most && <p className={styles.quiet}>There are more; search for them.</p>}
      {chosen.length > 0 && (
        <Button className={styles.clear} onClick={() => onChange(withPart(filter, part, undefined))}>
          Any {partWords[part].toLowerCase()}
        </Button>
      )}
    </div>
  );
}

/** Whether its values have names of their own, which the core can search. */
function isNamed(part: FacetPart): boolean {
  return ['user', 'server', 'library', 'player', 'platform', 'series'].includes(part);
}
