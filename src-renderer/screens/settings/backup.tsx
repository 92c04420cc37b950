// The page about backups: what is copied when and where to, which copies there are, and how one is put back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Backup, Restored } from '../../../src-contract/backup.ts';
import { backupSettingsSchema, defaultSettings, type BackupSettings } from '../../../src-contract/settings.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import { Check } from '../../parts/check.tsx';
import field from '../../parts/field.module.css';
import { NumberField } from '../../parts/number-field.tsx';
import styles from '../settings.module.css';
import { describeMoment } from '../history/words.ts';
import { formatBytes } from '../things/links.ts';
import { DataGroup } from './data.tsx';
import looks from './backup.module.css';

type Props = { settings: BackupSettings; change: (change: Partial<BackupSettings>) => void; reset: () => void };

const { shape } = backupSettingsSchema;
const { backups: usual } = defaultSettings;
const REREAD_MS = 5000;

export function BackupSettingsPage({ settings, change, reset }: Props) {
  return (
    <section className={styles.section} aria-labelledby="backup">
      <h2 id="backup">Backup and data</h2>
      <fieldset className={styles.group}>
        <legend>When and where</legend>
        <Check checked={settings.on} onChange={(on) => change({ on })}>
          Back up by itself
        </Check>
        <NumberField
          label="Every"
          unit="hours"
          value={settings.everyHours}
          fallback={usual.everyHours}
          schema={shape.everyHours}
          expected="a whole number of hours, from 1 to 720"
          onChange={(everyHours) => change({ everyHours })}
        />
        <NumberField
          label="Keep"
          unit="backups"
          value={settings.keep}
          fallback={usual.keep}
          schema={shape.keep}
          expected="a whole number from 1 to 100"
          onChange={(keep) => change({ keep })}
        />
        <FolderField folder={settings.folder} onChange={(folder) => change({ folder })} />
        <Check
          checked={settings.withSecrets}
          hint="whoever has such a backup can use them"
          onChange={(withSecrets) => change({ withSecrets })}
        >
          With tokens and keys
        </Check>
        <p className={styles.hint}>
          A backup holds the history and the settings. Each is read once, whole, before it counts; the largest is never
          dropped. Without tokens and keys you sign in again after a restore on another computer; where this computer’s
          keychain keeps them, they open on this computer alone.
        </p>
      </fieldset>
      <BackupList />
      <DataGroup />
      <div className={styles.foot}>
        <Button onClick={reset}>Back to the defaults</Button>
      </div>
    </section>
  );
}

function FolderField({ folder, onChange }: { folder: string | null; onChange: (folder: string | null) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    if (typed !== null) onChange(typed.trim() === '' ? null : typed.trim());
    setTyped(null);
  };
  return (
    <label className={looks.folder}>
      <span className={field.label}>Folder</span>
      <input
        type="text"
        value={typed ?? folder ?? ''}
        placeholder="beside the history"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => event.key === 'Enter' && finish()}
      />
    </label>
  );
}

function BackupList() {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const list = useQuery({ ...procedures.backups.list.queryOptions(), refetchInterval: REREAD_MS });
  const again = () => queries.invalidateQueries();
  const make = useMutation(procedures.backups.make.mutationOptions({ onSettled: again }));
  const restore = useMutation(procedures.backups.restore.mutationOptions({ onSettled: again }));
  const isBusy = make.isPending || restore.isPending;
  const error = make.error ?? restore.error;
  const failure = list.data?.failure ?? null;
  const whenOf = toTimes(list.data?.backups ?? []);
  return (
    <fieldset className={styles.group}>
      <legend>Backups</legend>
      {list.data?.backups.length === 0 && <p className={styles.says}>There is no backup yet.</p>}
      <ul className={looks.list} aria-label="Backups">
        {list.data?.backups.map((backup) => (
          <BackupRow
            key={backup.name}
            backup={backup}
            when={whenOf(backup)}
            isBusy={isBusy}
            onRestore={(settings) => {
              make.reset();
              restore.mutate({ name: backup.name, settings });
            }}
          />
        ))}
      </ul>
      <div className={styles.act}>
        <Button
          look="main"
          disabled={isBusy}
          onClick={() => {
            restore.reset();
            make.mutate(undefined);
          }}
        >
          Back up now
        </Button>
        <p role="status" className={styles.result}>
          {restore.isPending && 'Restoring'}
          {make.isPending && 'Backing up and checking'}
          {restore.isSuccess && !isBusy && describeRestored(restore.data)}
          {make.isSuccess && !isBusy && 'Backed up and checked.'}
        </p>
      </div>
      {(error !== null || failure !== null) && (
        <p role="alert" className={styles.problem}>
          {error === null ? `The last backup failed: ${failure}` : describeProblem(error)}
        </p>
      )}
      {list.data && <p className={`${styles.hint} ${looks.where}`}>They are in {list.data.dir}.</p>}
    </fieldset>
  );
}

const withSeconds = new Intl.DateTimeFormat('en-GB', { second: '2-digit' });

/** To the minute, and to the second where another is of the same minute. */
function toTimes(backups: readonly Backup[]): (backup: Backup) => string {
  const nowMs = Date.now();
  const minutes = backups.map(({ atMs }) => describeMoment(atMs, nowMs));
  return ({ atMs }) => {
    const minute = describeMoment(atMs, nowMs);
    const isAlone = minutes.indexOf(minute) === minutes.lastIndexOf(minute);
    return isAlone ? minute : `${minute}:${withSeconds.format(atMs).padStart(2, '0')}`;
  };
}

const whyWords = {
  regular: '',
  'before-update': 'before an update',
  'before-restore': 'before a restore',
} as const;

function BackupRow(props: { backup: Backup; when: string; isBusy: boolean; onRestore: (settings: boolean) => void }) {
  const { backup, when, isBusy, onRestore } = props;
  const [isAsked, ask] = useState(false);
  const [withSettings, chooseSettings] = useState(false);
  const holds = [whyWords[backup.why], backup.settings && 'with settings', backup.secrets && 'with tokens and keys'];
  return (
    <li className={looks.row}>
      <span className={looks.what}>
        <b>{when}</b>{' '}
        <small>{[formatBytes(backup.bytes), ...holds.filter((one) => one !== false && one !== '')].join(' · ')}</small>
      </span>
      {!isAsked && (
        <Button disabled={isBusy} aria-label={`Restore ${when}…`} onClick={() => ask(true)}>
          Restore…
        </Button>
      )}
      {isAsked && (
        <div className={looks.question}>
          <p>The history becomes what it was then. What is there now is backed up first, so you can go back to it.</p>
          {backup.settings && (
            <Check checked={withSettings} hint="in force at the next start" onChange={chooseSettings}>
              {backup.secrets ? 'Also settings, tokens and keys' : 'Also the settings'}
            </Check>
          )}
          <span className={looks.pair}>
            <Button
              look="danger"
              disabled={isBusy}
              onClick={() => {
                ask(false);
                onRestore(withSettings);
              }}
            >
              Restore
            </Button>
            <Button onClick={() => ask(false)}>Leave it</Button>
          </span>
        </div>
      )}
    </li>
  );
}

function describeRestored({ plays, atNextStart }: Restored): string {
  const later = atNextStart.length === 0 ? '' : ` Start Marquee again for the ${atNextStart.join(' and ')}.`;
  return `Restored: ${plays.toLocaleString('en-GB')} ${plays === 1 ? 'play' : 'plays'}.${later}`;
}
