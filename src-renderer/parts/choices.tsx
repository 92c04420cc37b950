// One of several things, with its words beside it.
import styles from './check.module.css';

type Props<Value extends string> = {
  name: string;
  value: Value;
  choices: ReadonlyArray<{ value: Value; says: string; hint?: string }>;
  onChange: (value: Value) => void;
};

export function Choices<Value extends string>({ name, value, choices, onChange }: Props<Value>) {
  return (
    <div>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.check}>
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChange(choice.value)} />
          <span>
            {choice.says}
            {choice.hint !== undefined && <small className={styles.hint}> {choice.hint}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
