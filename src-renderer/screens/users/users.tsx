// Everybody who has watched something: how much, since when, and what last; or one of them.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { describeDayIn, describeMomentIn, formatWatched } from '../../charts/words.ts';
import { useMarquee } from '../../client/marquee.ts';
import { tellApart } from '../../client/tell-apart.ts';
import { useHomes } from '../../client/use-homes.ts';
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
  const homes = useHomes();
  const read = useQuery({
    ...procedures.users.list.queryOptions({ input: { length: most, ...(text === '' ? {} : { text }) } }),
    placeholderData: (before) => before,
  });
  const named = (read.data?.items ?? []).map(({ user }) => ({ key: user.id, name: user.name }));
  const names = tellApart(named, homes);
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
              <a key="user" href={toUserPage(user.id)}>
                {names.get(user.id)}
              </a>,
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
