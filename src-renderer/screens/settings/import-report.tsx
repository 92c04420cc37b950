// What a Tautulli would bring, before anything is written: how much, from when, by whom, to which server, and what cannot come.
import type { ImportReport } from '../../../src-contract/import.ts';
import { formatNumber } from '../../../src-contract/text/format.ts';
import { useView } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import styles from '../settings.module.css';
import own from './import.module.css';
import { describeCounts, hasNews, toShortName } from './import-words.ts';

type Props = {
  report: ImportReport;
  /** The one that the owner named; null as the source says. */
  serverId: string | null;
  isLooking: boolean;
  isStarting: boolean;
  problem: string | null;
  onServer: (serverId: string | null) => void;
  onStart: () => void;
  onBack: () => void;
};

const usersAtFirst = 8;

export function ImportReportGroup(props: Props) {
  const { report, serverId, isLooking, isStarting, problem, onServer, onStart, onBack } = props;
  const { name, version, counts, fromMs, untilMs, users, unusable, remarks, server } = report;
  const source = name.startsWith('http') ? ('api' as const) : ('file' as const);
  return (
    <fieldset className={styles.group}>
      <legend>What would come</legend>
      <dl className={styles.facts}>
        <dt>From</dt>
        <dd title={name}>
          {toShortName({ source, name })}
          {version !== null && ` · Tautulli ${version.replace(/^v/, '')}`}
        </dd>
        <dt>Rows</dt>
        <dd>
          {formatNumber(counts.rows)}
          {fromMs !== null && untilMs !== null && `, from ${toDate(fromMs)} to ${toDate(untilMs)}`}
        </dd>
        <dt>Of these</dt>
        <dd>
          <ul className={own.lines}>
            {describeCounts(counts, 'would').map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </dd>
        <dt>Who watched</dt>
        <dd>
          <Users users={users} />
        </dd>
        {unusable.length > 0 && (
          <>
            <dt>What cannot come</dt>
            <dd>
              <ul className={own.lines}>
                {unusable.map(({ why, says, rows, examples }) => (
                  <li key={why}>
                    {formatNumber(rows)} × {says}
                    <small className={styles.from}>
                      Row {examples.slice(0, 3).join(', ')}
                      {rows > Math.min(3, examples.length) && ' …'}
                    </small>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      <ChosenServer server={server} serverId={serverId} disabled={isLooking || isStarting} onServer={onServer} />
      {remarks.map((remark) => (
        <p key={remark} className={styles.says}>
          {remark}
        </p>
      ))}
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className={styles.act}>
        <Button look="main" disabled={isLooking || isStarting || server === null || !hasNews(counts)} onClick={onStart}>
          {counts.added === 0
            ? 'Bring it over'
            : `Bring over ${formatNumber(counts.added)} ${counts.added === 1 ? 'play' : 'plays'}`}
        </Button>
        <Button disabled={isStarting} onClick={onBack}>
          Not this one
        </Button>
        <p role="status" className={styles.result}>
          {isLooking ? 'Reading it for this server' : hasNews(counts) ? '' : 'Nothing in it is new.'}
        </p>
      </div>
    </fieldset>
  );
}

type ChosenProps = Pick<Props, 'serverId' | 'onServer'> & { server: ImportReport['server']; disabled: boolean };

/** Asked only where the source does not say it, or names a server that is not ours. */
function ChosenServer({ server, serverId, disabled, onServer }: ChosenProps) {
  const { snapshot } = useView();
  const servers = snapshot?.servers ?? [];
  if (serverId === null && server?.known === true) {
    return <p className={own.server}>These are plays of {server.name ?? server.id}.</p>;
  }
  const ofSource = serverId === null && server !== null ? (server.name ?? `the server ${server.id}`) : null;
  return (
    <div className={own.server}>
      <label>
        Whose plays are these?{' '}
        <select
          value={serverId ?? ''}
          disabled={disabled}
          onChange={({ target }) => onServer(target.value === '' ? null : target.value)}
        >
          <option value="">
            {ofSource === null ? (serverId === null ? 'Choose a server' : 'As it says itself') : ofSource}
          </option>
          {servers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p className={styles.hint}>
        {server === null
          ? 'It does not say which Plex server it watched.'
          : serverId === null
            ? 'It watched a server that is not watched here. If that is one of yours under an old identity, choose it.'
            : 'All of it is taken as plays of this server.'}
      </p>
    </div>
  );
}

function Users({ users }: { users: ImportReport['users'] }) {
  const first = users.slice(0, usersAtFirst);
  const rest = users.slice(usersAtFirst);
  return (
    <>
      {describeUsers(first) || 'nobody'}
      {rest.length > 0 && (
        <details className={own.places}>
          <summary>and {formatNumber(rest.length)} more</summary>
          {describeUsers(rest)}
        </details>
      )}
    </>
  );
}

function describeUsers(users: ImportReport['users']): string {
  return users
    .map(({ name, plays, known }) => `${name} ${formatNumber(plays)}${known ? '' : ' (new here)'}`)
    .join(', ');
}

function toDate(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(atMs);
}
