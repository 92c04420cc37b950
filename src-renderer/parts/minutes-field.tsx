// A number of minutes. What is typed counts when one leaves the field or presses Enter, and only when it can be meant.
import { useState } from 'react';
import styles from './field.module.css';

type Props = { label: string; value: number; onChange: (minutes: number) => void };

const longest = 720;

export function MinutesField({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  function finish() {
    const minutes = typed === null || typed.trim() === '' ? Number.NaN : Number(typed);
    if (Number.isInteger(minutes) && minutes >= 1 && minutes <= longest && minutes !== value) onChange(minutes);
    setTyped(null);
  }
  return (
    <label className={styles.field}>
      {label}
      <input
        type="number"
        inputMode="numeric"
        min={1}
        max={longest}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => event.key === 'Enter' && finish()}
      />
      min
    </label>
  );
}
