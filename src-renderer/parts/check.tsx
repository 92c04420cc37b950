// A thing that is on or off, with its words beside it and a quieter hint.
import type { ReactNode } from 'react';
import styles from './check.module.css';

type Props = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string | undefined;
  disabled?: boolean;
  children: ReactNode;
};

export function Check({ checked, onChange, hint, disabled = false, children }: Props) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {children}
        {hint !== undefined && <small className={styles.hint}> {hint}</small>}
      </span>
    </label>
  );
}
