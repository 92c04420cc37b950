// The page of notifications: of what, of whom, and when not.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NotificationSettings, SettingsChange } from '../../src-contract/settings.ts';
import { formatMoment } from '../../src-contract/text/format.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import { Button } from '../parts/button.tsx';
import { Check } from '../parts/check.tsx';
import { Exceptions } from '../parts/exceptions.tsx';
import { MinutesField } from '../parts/minutes-field.tsx';
import { QuietHours } from '../parts/quiet-hours.tsx';
import { type KindRow, serverKinds, streamKinds } from './settings-words.ts';
import styles from './settings.module.css';

type Change = NonNullable<SettingsChange['notifications']>;
type Props = {
  settings: NotificationSettings;
  change: (change: (now: NotificationSettings) => Change) => void;
  reset: () => void;
};

export function NotificationSettingsPage({ settings, change, reset }: Props) {
  const { procedures } = useMarquee();
  const { snapshot, clockAheadMs } = useView();
  const health = useQuery(procedures.health.get.queryOptions());
  const people = usePeople();
  const { kinds, quietHours, pausedLongMinutes, everyEpisode, pausedUntilMs, users, servers } = settings;
  const nowMs = Date.now() + clockAheadMs;
  const off = [...streamKinds, ...serverKinds].flatMap(({ kind }) => (kinds[kind] ? [] : [kind]));

  function toCheck({ kind, says, hint }: KindRow) {
    return (
      <Check key={kind} checked={kinds[kind]} hint={hint} onChange={(on) => change(() => ({ kinds: { [kind]: on } }))}>
        {says}
      </Check>
    );
  }

  if (health.data?.host === 'headless') {
    return (
      <section className={styles.section} aria-labelledby="notifications">
        <h2 id="notifications">Notifications</h2>
        <p className={styles.says}>
          They come with the desktop app. This Marquee runs without a desktop, so it has nowhere to show them.
        </p>
      </section>
    );
  }
  return (
    <section className={styles.section} aria-labelledby="notifications">
      <h2 id="notifications">Notifications</h2>
      {pausedUntilMs !== null && pausedUntilMs > nowMs && (
        <p className={styles.paused}>
          Paused until {formatMoment(pausedUntilMs, nowMs)}.
          <Button onClick={() => change(() => ({ pausedUntilMs: null }))}>Resume now</Button>
        </p>
      )}
      <div className={styles.columns}>
        <fieldset className={styles.group}>
          <legend>Streams</legend>
          {streamKinds.map(toCheck)}
          <div className={styles.finer}>
            <MinutesField
              label="A pause is long after"
              value={pausedLongMinutes}
              onChange={(minutes) => change(() => ({ pausedLongMinutes: minutes }))}
            />
            <Check
              checked={everyEpisode}
              hint="else a show that goes on by itself is one viewing"
              onChange={(on) => change(() => ({ everyEpisode: on }))}
            >
              Tell me of every next episode too
            </Check>
          </div>
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Servers and libraries</legend>
          {serverKinds.map(toCheck)}
        </fieldset>
      </div>
      <fieldset className={styles.group}>
        <legend>Quiet hours</legend>
        <QuietHours value={quietHours} onChange={(now) => change(() => ({ quietHours: now }))} />
      </fieldset>
      {people.length + users.length > 0 && (
        <fieldset className={styles.group}>
          <legend>People</legend>
          <Exceptions
            known={people}
            exceptions={users}
            rows={streamKinds}
            off={off}
            onChange={(now) => change(() => ({ users: now }))}
          />
        </fieldset>
      )}
      {(snapshot?.servers.length ?? 0) + servers.length > 0 && (
        <fieldset className={styles.group}>
          <legend>Servers</legend>
          <Exceptions
            known={snapshot?.servers ?? []}
            exceptions={servers}
            rows={allKinds}
            off={off}
            onChange={(now) => change(() => ({ servers: now }))}
          />
        </fieldset>
      )}
      <div className={styles.foot}>
        <Button onClick={reset}>Back to the defaults</Button>
      </div>
    </section>
  );
}

const allKinds: readonly KindRow[] = [...streamKinds, ...serverKinds];

/** Who watches now or watched lately. */
function usePeople(): Array<{ id: string; name: string }> {
  const { procedures } = useMarquee();
  const { snapshot } = useView();
  const plays = useQuery(procedures.history.plays.queryOptions({ input: { start: 0, length: 500 } }));
  return useMemo(() => {
    const seen = [...(snapshot?.sessions ?? []), ...(plays.data?.items ?? [])];
    return [...new Map(seen.map(({ user }) => [user.id, { id: user.id, name: user.name }])).values()];
  }, [snapshot?.sessions, plays.data]);
}
