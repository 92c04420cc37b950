// One server: its status, its connection and why this one, its health over a day, what it does and has, and its acts.
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Server } from '../../src-contract/server.ts';
import { describeStatus } from '../../src-contract/text/words-server.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee } from '../client/marquee.ts';
import { openRoute } from '../client/use-route.ts';
import { Button } from './button.tsx';
import { CertificateOfServer } from './certificate.tsx';
import { classNames } from './class-names.ts';
import { ConnectionDetails } from './connection-details.tsx';
import { Countdown } from './countdown.tsx';
import { GapStrip } from './gap-strip.tsx';
import { JoinServer } from './join-server.tsx';
import { PastOfServer } from './past-of-server.tsx';
import rows from './server-rows.module.css';
import { RenameServer } from './rename-server.tsx';
import styles from './server-card.module.css';

type Props = { server: Server; clockAheadMs: number; onRemove: () => void };

export function ServerCard({ server, clockAheadMs, onRemove }: Props) {
  const { procedures } = useMarquee();
  const update = useMutation(procedures.servers.update.mutationOptions());
  const reconnect = useMutation(procedures.servers.reconnect.mutationOptions());
  const { id, name, status, connection, enabled, origin, activities } = server;
  const { tone, word, why, nextTryAtMs } = describeStatus(status, Date.now() + clockAheadMs);
  const isHeard = status.kind === 'live' || status.kind === 'polling';
  const isFixed = origin === 'environment';
  const failure = update.error ?? reconnect.error;
  return (
    <article className={styles.card} aria-label={name}>
      <header className={styles.top}>
        <div>
          <h2 className={styles.name}>{name}</h2>
          <p className={styles.quiet}>{describeKind(server)}</p>
        </div>
        <p className={styles.status}>
          <span className={classNames(rows.dot, rows[tone])} aria-hidden="true" />
          <b>{word}</b>
          {nextTryAtMs !== null && <Countdown toMs={nextTryAtMs} clockAheadMs={clockAheadMs} />}
        </p>
      </header>
      {why !== null && <p className={tone === 'problem' ? styles.problem : styles.quiet}>{why}</p>}
      <GapStrip server={server} clockAheadMs={clockAheadMs} />
      <dl className={styles.facts}>
        <dt>Connection</dt>
        <dd>
          {connection === null ? (
            'none found yet'
          ) : (
            <>
              {/* Of a way that was chosen the reason says it all. */}
              {origin === 'account' ? connection.why : describeWay(connection)} <code>{connection.uri}</code>
              {origin !== 'account' && <span className={styles.quiet}> {connection.why}</span>}
            </>
          )}
          <ConnectionDetails serverId={id} />
        </dd>
        <CertificateOfServer server={server} />
        <dt>It can</dt>
        <dd>{describeAbilities(server)}</dd>
        {activities.length > 0 && (
          <>
            <dt>Busy with</dt>
            <dd>
              <ul>
                {activities.map(({ uuid, title, subtitle, progress }) => (
                  <li key={uuid}>
                    {title}
                    {subtitle !== null && subtitle !== '' && <span className={styles.quiet}> {subtitle}</span>}
                    {progress !== null && ` ${Math.round(progress)} %`}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>Its own history</dt>
        <dd>
          <PastOfServer serverId={id} clockAheadMs={clockAheadMs} />
        </dd>
        <dt>Devices</dt>
        <dd>{isHeard ? <Devices serverId={id} /> : <span className={styles.quiet}>not known now</span>}</dd>
      </dl>
      {failure !== null && (
        <p role="alert" className={styles.problem}>
          {describeProblem(failure)}
        </p>
      )}
      <footer className={styles.acts}>
        {status.kind === 'unauthorized' && !isFixed && (
          <Button look="main" onClick={() => openRoute('servers', 'add')}>
            Sign in again
          </Button>
        )}
        {enabled && !isHeard && (
          <Button disabled={reconnect.isPending} onClick={() => reconnect.mutate({ serverId: id })}>
            Try now
          </Button>
        )}
        <RenameServer server={server} />
        <Button disabled={update.isPending} onClick={() => update.mutate({ serverId: id, enabled: !enabled })}>
          {enabled ? 'Stop watching it' : 'Watch it again'}
        </Button>
        <JoinServer server={server} />
        <Button disabled={isFixed} onClick={onRemove}>
          Remove…
        </Button>
        {isFixed && (
          <p className={styles.quiet}>
            It comes from PLEX_URL, so it is removed there
            {status.kind === 'unauthorized' ? ', and PLEX_TOKEN has to be one that it accepts.' : '.'}
          </p>
        )}
      </footer>
    </article>
  );
}

function Devices({ serverId }: { serverId: string }) {
  const { procedures } = useMarquee();
  const devices = useQuery(procedures.plex.devices.queryOptions({ input: { server: serverId }, retry: false }));
  if (devices.isPending) return <>asking</>;
  if (devices.isError) return <>could not be read</>;
  const names = devices.data.body.map(({ name, platform }) => name ?? platform ?? 'without a name');
  if (names.length === 0) return <>none</>;
  return (
    <details className={styles.more}>
      <summary>{names.length === 1 ? '1 device' : `${names.length} devices`}</summary>
      {names.join(', ')}
    </details>
  );
}

function describeKind({ version, platform, owned, plexPass, origin }: Server): string {
  return [
    version === '' ? '' : `Plex ${version.split('-')[0] ?? version}`,
    platform ?? '',
    owned ? '' : 'shared with you',
    plexPass === true ? 'Plex Pass' : '',
    origin === 'account' ? 'from your account' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function describeWay({ local, relay, secure }: NonNullable<Server['connection']>): string {
  const way = relay ? 'Through Plex’s relay' : local ? 'On the local network' : 'Over the internet';
  return `${way}, ${secure ? 'encrypted' : 'not encrypted'}.`;
}

function describeAbilities({ canTerminate, remoteAccess, updateAvailable }: Server): string {
  return (
    [
      canTerminate === null ? '' : canTerminate ? 'stop streams' : 'not stop streams: that needs a Plex Pass',
      remoteAccess === null ? '' : remoteAccess ? 'be reached from outside' : 'not be reached from outside',
      updateAvailable === null ? '' : `be updated to ${updateAvailable}`,
    ]
      .filter((part) => part !== '')
      .join(' · ') || 'not known yet'
  );
}
