// A whole number with its unit. It counts when one leaves the field or presses Enter; what cannot be meant is said.
import { useId, useState } from 'react';
import type { z } from 'zod';
import styles from './field.module.css';
import { Button } from './button.tsx';

type Props = {
  label: string;
  unit: string;
  value: number;
  /** The contract's own, so that nothing is accepted here that is refused there. */
  schema: z.ZodType<number>;
  /** How Marquee came; a changed value can go back to it. */
  fallback: number;
  /** Completes "Expected …". */
  expected: string;
  onChange: (value: number) => void;
};

export function NumberField({ label, unit, value, schema, fallback, expected, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const wrongId = useId();
  function finish() {
    if (typed === null) return;
    const parsed = schema.safeParse(typed.trim() === '' ? Number.NaN : Number(typed));
    setWrong(!parsed.success);
    if (!parsed.success) return;
    if (parsed.data !== value) onChange(parsed.data);
    setTyped(null);
  }
  function setBack() {
    setTyped(null);
    setWrong(false);
    onChange(fallback);
  }
  return (
    <div className={styles.line}>
      <label className={styles.field}>
        <span className={styles.label}>{label}</span>
        <input
          type="text"
          inputMode="numeric"
          className={styles.number}
          value={typed ?? value}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? wrongId : undefined}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => event.key === 'Enter' && finish()}
        />
        {unit}
      </label>
      {(value !== fallback || isWrong) && (
        <Button
          look="bare"
          className={styles.back}
          aria-label={`Back to ${fallback} ${unit}: ${label}`}
          onClick={setBack}
        >
          Back to {fallback}
        </Button>
      )}
      {isWrong && (
        <p id={wrongId} role="alert" className={styles.wrong}>
          Expected {expected}. It stays at {value} until then.
        </p>
      )}
    </div>
  );
}
