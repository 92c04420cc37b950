// The page about how it looks: light, dark, or as the system has it; in this browser alone.
import { chooseTheme, type Theme, useTheme } from '../../client/theme.ts';
import { Choices } from '../../parts/choices.tsx';
import styles from '../settings.module.css';

const themes: ReadonlyArray<{ value: Theme; says: string; hint?: string }> = [
  { value: 'system', says: 'As the system has it', hint: 'changes with it' },
  { value: 'dark', says: 'Dark' },
  { value: 'light', says: 'Light' },
];

export function AppearanceSettingsPage() {
  const theme = useTheme();
  return (
    <section className={styles.section} aria-labelledby="appearance">
      <h2 id="appearance">Appearance</h2>
      <fieldset className={styles.group}>
        <legend>Colours</legend>
        <Choices name="theme" value={theme} choices={themes} onChange={chooseTheme} />
        <p className={styles.hint}>This is kept in this browser, so another one can look otherwise.</p>
      </fieldset>
    </section>
  );
}
