// One part of the filter: says what is chosen, opens the values to choose from, and can be taken away.
import { Popover } from '@base-ui/react/popover';
import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent, ReactNode } from 'react';
import { useMarquee } from '../../client/marquee.ts';
import { useHomes } from '../../client/use-homes.ts';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { FacetValues } from './facet-values.tsx';
import { describeChosen, describeValue, type FacetPart, nameValues, partWords } from './filter-words.ts';
import { type Filter, withPart } from './filter-address.ts';
import styles from './filter-bar.module.css';

type ChipProps = {
  name: string;
  /** Null: nothing is chosen. */
  says: string | null;
  open: boolean;
  onOpen: (open: boolean) => void;
  onClear: () => void;
  children: ReactNode;
};

/** A button with what opens under it. */
export function Chip({ name, says, open, onOpen, onClear, children }: ChipProps) {
  return (
    <span className={classNames(styles.chip, says !== null && styles.chosen)}>
      <Popover.Root open={open} onOpenChange={(now) => onOpen(now)}>
        <Popover.Trigger className={styles.chipButton}>
          {says === null ? (
            name
          ) : (
            <>
              <span className={styles.chipName}>{name}</span> <span className={styles.chipSays}>{says}</span>
            </>
          )}
          {says === null && <Icon name="chevron" />}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner align="start" sideOffset={4} className={styles.positioner}>
            <Popover.Popup className={styles.popup} aria-label={name} onKeyDown={walk}>
              {children}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {says !== null && (
        <button type="button" className={styles.chipClear} aria-label={`Any ${name.toLowerCase()}`} onClick={onClear}>
          ×
        </button>
      )}
    </span>
  );
}

type Props = {
  part: FacetPart;
  filter: Filter;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (filter: Filter) => void;
};

const namesStayMs = 300_000;

export function FacetChip({ part, filter, open, onOpen, onChange }: Props) {
  const { procedures } = useMarquee();
  const chosen: readonly string[] = filter[part] ?? [];
  // Of everything, so that a name is known whatever else is chosen.
  const names = useQuery({
    ...procedures.history.facets.queryOptions({ input: { of: part, length: 500, includeShort: true } }),
    enabled: chosen.length > 0,
    staleTime: namesStayMs,
  });
  const known = nameValues(part, names.data ?? [], useHomes());
  const nameOf = (value: string) => known.get(value) ?? describeValue(part, value);
  return (
    <Chip
      name={partWords[part]}
      says={chosen.length === 0 ? null : describeChosen(chosen.map(nameOf))}
      open={open}
      onOpen={onOpen}
      onClear={() => onChange(withPart(filter, part, undefined))}
    >
      <FacetValues part={part} filter={filter} nameOf={nameOf} onChange={onChange} />
    </Chip>
  );
}

/** The arrow keys go through the search and the boxes. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[type="search"], [type="checkbox"]')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  if (by === 0 || at === -1) return;
  stops[Math.max(0, Math.min(stops.length - 1, at + by))]?.focus();
  event.preventDefault();
}
