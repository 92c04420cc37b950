// The one bar above all charts: counted or timed, the range, the zone of the clock, and the filter.
import { classNames } from '../parts/class-names.ts';
import type { Filter } from '../parts/filter/filter-address.ts';
import { FilterBar } from '../parts/filter/filter-bar.tsx';
import { SearchField } from '../parts/filter/search-field.tsx';
import { ownZone } from '../parts/filter/use-filter.ts';
import type { Step } from '../client/use-query.ts';
import styles from './chart-bar.module.css';
import { type Question, ranges, withRange } from './question.ts';

type Props = {
  question: Question;
  onAsk: (question: Question, step?: Step) => void;
  /** False: the page is about one thing, and has no more to filter. */
  hasFilter?: boolean;
};

const zones = [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

export function ChartBar({ question, onAsk, hasFilter = true }: Props) {
  const { filter, by, days } = question;
  const hasOwn = filter.from !== undefined || filter.to !== undefined;
  const zone = filter.zone ?? ownZone;
  const keepZone = (next: Filter): Filter => (filter.zone === undefined ? next : { ...next, zone: filter.zone });
  const { zone: _zone, ...shown } = filter;
  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        <Segments
          name="Measure"
          value={by}
          choices={[
            { value: 'plays', says: 'Count' },
            { value: 'duration', says: 'Duration' },
          ]}
          onChange={(value) => onAsk({ ...question, by: value === 'duration' ? 'duration' : 'plays' })}
        />
        <Segments
          name="Range"
          value={hasOwn ? 'own' : String(days)}
          choices={ranges.map((range) => ({ value: String(range.days), says: range.says, name: range.name }))}
          onChange={(value) => onAsk(withRange(question, value === 'null' ? null : Number(value)))}
        />
        <label className={styles.zone}>
          <span className={styles.zoneName}>Zone</span>
          <select
            value={zone}
            onChange={(event) => {
              const { zone: _before, ...rest } = filter;
              const chosen = event.target.value;
              onAsk({ ...question, filter: chosen === ownZone ? rest : { ...rest, zone: chosen } });
            }}
          >
            {(zones.includes(zone) ? zones : [zone, ...zones]).map((one) => (
              <option key={one} value={one}>
                {one.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </label>
      </div>
      {hasFilter && (
        <FilterBar
          filter={shown}
          onChange={(next, step) => onAsk({ ...question, filter: keepZone(next) }, step)}
          search={
            <SearchField
              text={filter.text ?? ''}
              onChange={(text, step) => {
                const { text: _before, ...rest } = filter;
                onAsk({ ...question, filter: text === '' ? rest : { ...rest, text } }, step);
              }}
            />
          }
        />
      )}
    </div>
  );
}

type SegmentsProps = {
  name: string;
  value: string;
  choices: ReadonlyArray<{ value: string; says: string; name?: string }>;
  onChange: (value: string) => void;
};

function Segments({ name, value, choices, onChange }: SegmentsProps) {
  return (
    <div role="group" aria-label={name} className={styles.segments}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          aria-label={choice.name === undefined ? undefined : `${choice.says}: ${choice.name}`}
          title={choice.name}
          className={classNames(styles.segment, choice.value === value && styles.chosen)}
          onClick={() => onChange(choice.value)}
        >
          {choice.says}
        </button>
      ))}
    </div>
  );
}
