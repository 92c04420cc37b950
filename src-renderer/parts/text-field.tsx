// A line to write into, with what belongs there below it; what is wrong with it takes that place.
import { useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

type Props = {
  label: string;
  value: string;
  wrong?: string | null;
  secret?: boolean;
  url?: boolean;
  disabled?: boolean;
  placeholder?: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
};

export function TextField(props: Props) {
  const {
    label,
    value,
    wrong = null,
    secret = false,
    url = false,
    disabled = false,
    placeholder,
    onChange,
    hint,
  } = props;
  const id = useId();
  return (
    <div className={styles.stacked}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={secret ? 'password' : 'text'}
        inputMode={url ? 'url' : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        disabled={disabled}
        value={value}
        aria-invalid={wrong !== null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span
        id={`${id}-hint`}
        role={wrong === null ? undefined : 'alert'}
        className={classNames(wrong === null ? styles.hint : styles.wrong)}
      >
        {wrong ?? hint}
      </span>
    </div>
  );
}
