// Everybody who has watched something: how much, since when, and what last; or one of them.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { describeDayIn, describeMomentIn, formatWatched } from '../../charts/words.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { classNames } from '../../parts/class-names.ts';
import { Notice } from '../../parts/notice.tsx';
import { ownZone } from '../../parts/filter/use-filter.ts';
import { readKey, toUserPage } from '../things/links.ts';
import { Facts, ThingPage } from '../things/thing-page.tsx';
import styles from '../things/things.module.css';
import { UserPage } from './user.tsx';

const most = 500;

export function UsersScreen({ page }: { page: string | null }) {
  return page === null ? <People /> : <UserPage key={page} userId={readKey(page)} />;
}

function People() {
  const { procedures } = useMarquee();
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const servers = useView().snapshot?.servers ?? [];
  /** Who is known to one server alone may have a namesake on another. */
  const homeOf = (id: string) =>
    servers.length > 1 ? servers.find((server) => id.startsWith(`${server.id}:`))?.name : undefined;
  const read = useQuery({
    ...procedures.users.list.queryOptions({ input: { length: most, ...(text === '' ? {} : { text }) } }),
    placeholderData: (before) => before,
  });
  return (
    <ThingPage name="People" title="People" above={<a href="#/charts">Charts</a>} read={read}>
      <div className={classNames(styles.form, styles.search)}>
        <input
          type="search"
          aria-label="Search for a person"
          placeholder="Search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {read.data?.items.length === 0 && (
        <Notice icon="history" title={text === '' ? 'Nobody has watched anything yet' : 'Nobody is called that'} />
      )}
      {read.data !== undefined && read.data.items.length > 0 && (
        <Facts
          title="People"
          heads={['Person', 'Last watched', 'Since', 'Plays', 'Watched']}
          numbers={2}
          wideOnly={['Since', 'Watched']}
          whole
          rows={read.data.items.map(({ user, last, firstAtMs, lastAtMs, plays, watchedMs }) => ({
            key: user.id,
            cells: [
              <span key="user">
                <a href={toUserPage(user.id)}>{user.name}</a> <span className={styles.quiet}>{homeOf(user.id)}</span>
              </span>,
              <span key="last">
                {lastAtMs === null ? '' : describeMomentIn(lastAtMs, ownZone)}{' '}
                <span className={styles.quiet}>{last?.title}</span>
              </span>,
              firstAtMs === null ? '' : describeDayIn(firstAtMs, ownZone),
              plays.toLocaleString('en-GB'),
              formatWatched(watchedMs),
            ],
          }))}
        />
      )}
    </ThingPage>
  );
}
