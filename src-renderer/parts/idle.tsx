// What stands on the live screen while nobody watches: how the servers are, what was watched last, and what is new.
import { useQuery } from '@tanstack/react-query';
import type { PlexItem } from '../../src-contract/plex.ts';
import type { Server } from '../../src-contract/server.ts';
import { formatMoment } from '../../src-contract/text/format.ts';
import { describeItem } from '../../src-contract/text/words.ts';
import { describeStatus } from '../../src-contract/text/words-server.ts';
import { artworkUri } from '../client/artwork.ts';
import { useMarquee } from '../client/marquee.ts';
import { classNames } from './class-names.ts';
import { GapStrip } from './gap-strip.tsx';
import styles from './idle.module.css';
import { Icon } from './icon.tsx';
import { Poster } from './poster.tsx';
import rows from './server-rows.module.css';

type Props = {
  title: string;
  text: string | null;
  servers: readonly Server[];
  only: string | null;
  clockAheadMs: number;
};

const lastPlays = 5;
const newItems = 12;

export function Idle({ title, text, servers, only, clockAheadMs }: Props) {
  return (
    // What scrolls can be scrolled by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.idle} role="region" aria-label="While nobody watches" tabIndex={0}>
      <div className={styles.says}>
        <h2>{title}</h2>
        {text !== null && <p>{text}</p>}
      </div>
      <section aria-labelledby="idle-servers">
        <h3 id="idle-servers">Servers</h3>
        <ul className={styles.servers}>
          {servers.map((server) => (
            <li key={server.id}>
              <p className={styles.server}>
                <span
                  className={classNames(rows.dot, rows[describeStatus(server.status, 0).tone])}
                  aria-hidden="true"
                />
                <b>{server.name}</b>
                <span className={styles.quiet}>
                  {describeStatus(server.status, Date.now() + clockAheadMs).word}
                  {server.version !== '' && ` · Plex ${server.version.split('-')[0] ?? ''}`}
                  {server.updateAvailable !== null && ' · an update is there'}
                </span>
              </p>
              <GapStrip server={server} clockAheadMs={clockAheadMs} />
            </li>
          ))}
        </ul>
      </section>
      <LastPlays only={only} clockAheadMs={clockAheadMs} />
      <RecentlyAdded only={only} />
    </div>
  );
}

function LastPlays({ only, clockAheadMs }: { only: string | null; clockAheadMs: number }) {
  const { procedures } = useMarquee();
  const input = { start: 0, length: lastPlays, ...(only === null ? {} : { server: only }) };
  const plays = useQuery({ ...procedures.history.plays.queryOptions({ input }), retry: false });
  const items = plays.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="idle-plays">
      <h3 id="idle-plays">Watched last</h3>
      <ul className={styles.plays}>
        {items.map((play) => {
          const { title, line } = describeItem(play.item);
          return (
            <li key={play.id}>
              <Poster serverId={play.serverId} item={play.item} small />
              <span className={styles.what}>
                <b>{title}</b>
                {line !== null && <span className={styles.quiet}>{line}</span>}
              </span>
              <span className={styles.who}>
                {play.user.name}
                <span className={styles.quiet}>{formatMoment(play.stoppedAtMs, Date.now() + clockAheadMs)}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <a href="#/history">All of the history</a>
    </section>
  );
}

function RecentlyAdded({ only }: { only: string | null }) {
  const { procedures } = useMarquee();
  const input = only === null ? {} : { server: only };
  const added = useQuery({
    ...procedures.plex.recentlyAdded.queryOptions({ input }),
    staleTime: 60_000,
    retry: false,
  });
  const items = [...(added.data?.body ?? [])]
    .toSorted((one, other) => (other.addedAtMs ?? 0) - (one.addedAtMs ?? 0))
    .slice(0, newItems);
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="idle-added">
      <h3 id="idle-added">Recently added</h3>
      <ul className={styles.added}>
        {items.map((item) => (
          <li key={`${item.serverId} ${item.ratingKey}`}>
            {item.thumb === null ? (
              <span className={styles.none}>
                <Icon name="film" />
              </span>
            ) : (
              <img src={artworkUri(item.serverId, item.thumb, 84, 126)} alt="" loading="lazy" width={84} height={126} />
            )}
            <span className={styles.name}>{describeNew(item)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function describeNew({ title, parentTitle, grandparentTitle, type }: PlexItem): string {
  if (type === 'season' || type === 'album') return parentTitle === null ? title : `${parentTitle}, ${title}`;
  return grandparentTitle === null ? title : `${grandparentTitle}, ${title}`;
}
