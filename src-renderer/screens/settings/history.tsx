// The page about the history: what counts as watched, what is too short to list, and how long details are kept.
import { defaultSettings, historySettingsSchema, type HistorySettings } from '../../../src-contract/settings.ts';
import { Button } from '../../parts/button.tsx';
import { Check } from '../../parts/check.tsx';
import { NumberField } from '../../parts/number-field.tsx';
import styles from '../settings.module.css';

type Props = {
  settings: HistorySettings;
  change: (change: Partial<HistorySettings>) => void;
  reset: () => void;
};

const { shape } = historySettingsSchema;
const { history: fallback } = defaultSettings;
const days = 'a whole number of days, from 1 to 36500';

export function HistorySettingsPage({ settings, change, reset }: Props) {
  const { watchedPercent, shortVideoSeconds, shortTrackSeconds } = settings;
  return (
    <section className={styles.section} aria-labelledby="history">
      <h2 id="history">History</h2>
      <fieldset className={styles.group}>
        <legend>Watched</legend>
        <NumberField
          label="Counts as watched from"
          unit="%"
          value={watchedPercent}
          fallback={fallback.watchedPercent}
          schema={shape.watchedPercent}
          expected="a whole number from 50 to 100"
          onChange={(value) => change({ watchedPercent: value })}
        />
        <p className={styles.hint}>
          Or from the credits on, if they begin earlier. It counts for viewings that end from now on; plays that are
          stored stay as they are.
        </p>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>Short plays</legend>
        <NumberField
          label="Hide videos shorter than"
          unit="s"
          value={shortVideoSeconds}
          fallback={fallback.shortVideoSeconds}
          schema={shape.shortVideoSeconds}
          expected="a whole number of seconds, from 0 to 3600"
          onChange={(value) => change({ shortVideoSeconds: value })}
        />
        <NumberField
          label="Hide music shorter than"
          unit="s"
          value={shortTrackSeconds}
          fallback={fallback.shortTrackSeconds}
          schema={shape.shortTrackSeconds}
          expected="a whole number of seconds, from 0 to 600"
          onChange={(value) => change({ shortTrackSeconds: value })}
        />
        <p className={styles.hint}>
          They are kept, but neither listed nor counted, and come back when the number gets smaller. A track that is
          itself shorter than 30 s always counts.
        </p>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>How long details are kept</legend>
        <Kept
          what="Position and load, every ten seconds"
          label="Keep the course of a stream"
          value={settings.sampleDays}
          fallback={fallback.sampleDays ?? 90}
          onChange={(sampleDays) => change({ sampleDays })}
        />
        <Kept
          what="Starts, pauses, conversions, outages"
          label="Keep events"
          value={settings.eventDays}
          fallback={fallback.eventDays ?? 365}
          onChange={(eventDays) => change({ eventDays })}
        />
        <p className={styles.hint}>
          Plays are kept whatever becomes of these. Events that are still to be published wait until they are. What is
          too old is dropped some minutes after each start and every six hours.
        </p>
      </fieldset>
      <div className={styles.foot}>
        <Button onClick={reset}>Back to the defaults</Button>
      </div>
    </section>
  );
}

type KeptProps = {
  label: string;
  what: string;
  value: number | null;
  fallback: number;
  onChange: (value: number | null) => void;
};

function Kept({ label, what, value, fallback: usual, onChange }: KeptProps) {
  return (
    <div className={styles.kept}>
      <Check checked={value === null} hint={what} onChange={(forEver) => onChange(forEver ? null : usual)}>
        {label} for ever
      </Check>
      {value !== null && (
        <NumberField
          label={`${label} for`}
          unit="days"
          value={value}
          fallback={usual}
          schema={shape.sampleDays.unwrap()}
          expected={days}
          onChange={onChange}
        />
      )}
    </div>
  );
}
