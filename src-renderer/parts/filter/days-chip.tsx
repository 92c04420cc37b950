// The range of days: the usual ones at a click, others by their first and last day.
import { Choices } from '../choices.tsx';
import { Chip } from './facet-chip.tsx';
import { describeDays, toDay, usualDays } from './days.ts';
import type { Filter } from './filter-address.ts';
import styles from './filter-bar.module.css';
import { ownZone } from './use-filter.ts';

type Props = { filter: Filter; open: boolean; onOpen: (open: boolean) => void; onChange: (filter: Filter) => void };

export function DaysChip({ filter, open, onOpen, onChange }: Props) {
  const zone = filter.zone ?? ownZone;
  const today = toDay(Date.now(), zone);
  const usual = usualDays(today);
  const { from, to, ...rest } = filter;
  const [first, last] = [toDayOf(from, zone), toDayOf(to, zone)];
  const now = usual.find(({ days }) => days.from === from && days.to === to)?.name ?? '';
  const set = (days: { from: string; to: string }) =>
    onChange({
      ...rest,
      ...(days.from === '' ? {} : { from: days.from }),
      ...(days.to === '' ? {} : { to: days.to }),
    });
  return (
    <Chip
      name="When"
      says={describeDays({ from, to }, today, zone)}
      open={open}
      onOpen={onOpen}
      onClear={() => onChange(rest)}
    >
      <div className={styles.days}>
        <Choices
          name="when"
          value={from === undefined && to === undefined ? 'any' : now}
          choices={[{ value: 'any', says: 'Any time' }, ...usual.map(({ name }) => ({ value: name, says: name }))]}
          onChange={(name) => onChange({ ...rest, ...usual.find((one) => one.name === name)?.days })}
        />
        <div className={styles.ownDays}>
          <label>
            From
            <input
              type="date"
              value={first}
              max={last}
              onChange={(event) => set({ from: event.target.value, to: last })}
            />
          </label>
          <label>
            To
            <input
              type="date"
              value={last}
              min={first}
              onChange={(event) => set({ from: first, to: event.target.value })}
            />
          </label>
        </div>
      </div>
    </Chip>
  );
}

function toDayOf(moment: string | number | undefined, zone: string): string {
  if (moment === undefined) return '';
  return typeof moment === 'string' ? moment : toDay(moment, zone);
}
