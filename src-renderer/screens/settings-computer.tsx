// The page about this computer: whether Marquee starts with the login, and where it keeps its secrets.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMarquee } from '../client/marquee.ts';
import { Check } from '../parts/check.tsx';
import styles from './settings.module.css';

export function ComputerSettingsPage() {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const desktop = useQuery(procedures.desktop.get.queryOptions());
  const login = useMutation(
    procedures.desktop.startAtLogin.mutationOptions({
      onSuccess: (now) => queries.setQueryData(procedures.desktop.get.queryKey(), now),
    }),
  );
  if (!desktop.data) return null;
  const { startsAtLogin, keyring } = desktop.data;
  return (
    <section className={styles.section} aria-labelledby="computer">
      <h2 id="computer">This computer</h2>
      <fieldset className={styles.group}>
        <legend>Start</legend>
        <Check checked={startsAtLogin} hint="in the tray, without its window" onChange={(on) => login.mutate({ on })}>
          Start Marquee when I log in
        </Check>
        {login.isError && (
          <p role="alert" className={styles.problem}>
            This computer did not let Marquee change it. Look into your system’s own settings of what starts with it.
          </p>
        )}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>Secrets</legend>
        <p className={styles.says}>{keyring.why ?? 'The tokens of your servers are in the keyring of this system.'}</p>
      </fieldset>
    </section>
  );
}
