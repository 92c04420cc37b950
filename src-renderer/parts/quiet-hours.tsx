// The hours of the day in which nothing is told, on this machine's clock.
import type { NotificationSettings } from '../../src-contract/settings.ts';
import { formatMinute, parseMinute } from '../screens/settings-words.ts';
import { Check } from './check.tsx';
import styles from './field.module.css';

type Hours = NotificationSettings['quietHours'];

export function QuietHours({ value, onChange }: { value: Hours; onChange: (value: Hours) => void }) {
  function time(label: string, key: 'fromMinute' | 'toMinute') {
    return (
      <label className={styles.field}>
        {label}
        <input
          type="time"
          required
          value={formatMinute(value[key])}
          disabled={!value.on}
          onChange={(event) => {
            const minute = parseMinute(event.target.value);
            if (minute !== null) onChange({ ...value, [key]: minute });
          }}
        />
      </label>
    );
  }
  return (
    <div className={styles.row}>
      <Check checked={value.on} onChange={(on) => onChange({ ...value, on })}>
        Tell me nothing
      </Check>
      <span className={styles.pair}>
        {time('from', 'fromMinute')}
        {time('to', 'toMinute')}
      </span>
    </div>
  );
}
