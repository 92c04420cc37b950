// The libraries of all servers: what they hold and how they are used; or one of them.
import { useQuery } from '@tanstack/react-query';
import type { Library } from '../../../src-contract/library.ts';
import { describeDayIn, formatMany, formatWatched } from '../../charts/words.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { Notice } from '../../parts/notice.tsx';
import { ownZone } from '../../parts/filter/use-filter.ts';
import { readLibraryKey, toLibraryPage } from '../things/links.ts';
import { ThingPage } from '../things/thing-page.tsx';
import styles from '../things/things.module.css';
import { LibraryPage } from './library.tsx';
import { describeGone, describeHolding } from './words.ts';

export function LibrariesScreen({ page }: { page: string | null }) {
  return page === null ? <Libraries /> : <LibraryPage key={page} {...readLibraryKey(page)} />;
}

function Libraries() {
  const { procedures } = useMarquee();
  const { snapshot } = useView();
  const read = useQuery(procedures.libraries.list.queryOptions({ input: {} }));
  const names = new Map(snapshot?.servers.map(({ id, name }) => [id, name]));
  return (
    <ThingPage name="Libraries" title="Libraries" above={<a href="#/charts">Charts</a>} read={read}>
      {read.data?.length === 0 && (
        <Notice icon="server" title="No library is known yet">
          <p>Libraries are read once a day from the servers that are watched.</p>
        </Notice>
      )}
      <ul className={styles.cards}>
        {read.data?.map((library) => (
          <li key={library.key} className={styles.card}>
            <h2>
              <a href={toLibraryPage(library.key)}>{library.title}</a>
            </h2>
            <p>{names.get(library.serverId) ?? 'A server of before'}</p>
            <p>{describeState(library, names.has(library.serverId))}</p>
            <p>{describeUse(library)}</p>
            {library.lastPlayedAtMs !== null && (
              <p className={styles.quiet}>Last played {describeDayIn(library.lastPlayedAtMs, ownZone)}</p>
            )}
          </li>
        ))}
      </ul>
    </ThingPage>
  );
}

function describeUse({ plays, watchedMs, users }: Library): string {
  if (plays === 0) return 'Nothing of it was played yet.';
  const watched = watchedMs === 0 ? [] : [formatWatched(watchedMs)];
  return [formatMany(plays, 'play'), ...watched, formatMany(users, 'person', 'people')].join(' · ');
}

function describeState({ gone, reading, holding, readAtMs }: Library, isWatched: boolean): string {
  if (gone) return describeGone(readAtMs, isWatched);
  if (holding !== null) return describeHolding(holding);
  return reading === null ? 'Not read yet.' : 'Being read now.';
}
