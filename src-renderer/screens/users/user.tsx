// A person: how much he watches, what and when, on which players, from where. Nothing of it leaves this house.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { PersonDetail } from '../../../src-contract/people.ts';
import { describeDayIn, describeMomentIn, formatWatched, formatMany } from '../../charts/words.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import { ownZone } from '../../parts/filter/use-filter.ts';
import { describeValue } from '../../parts/filter/filter-words.ts';
import { toPlaysBehind } from '../../charts/plays-behind.ts';
import { ThingCharts, ThingHistory } from '../things/thing-charts.tsx';
import { Facts, Part, ThingPage } from '../things/thing-page.tsx';
import styles from '../things/things.module.css';
import { Totals } from '../things/totals.tsx';

const everything = { fromMs: null, toMs: null, zone: ownZone };

export function UserPage({ userId }: { userId: string }) {
  const { procedures } = useMarquee();
  const read = useQuery({ ...procedures.users.get.queryOptions({ input: { userId } }), retry: false });
  const person = read.data;
  return (
    <ThingPage
      name="Person"
      title={person?.user.name ?? null}
      above={<a href="#/users">People</a>}
      beside={person !== undefined && <Rename key={person.user.name} person={person} />}
      read={read}
    >
      {person !== undefined && (
        <>
          <p className={styles.said}>{describePerson(person)}</p>
          <Totals totals={person.totals} />
          <ThingCharts
            filter={person.filter}
            charts={['days-by-type', 'week-hours', 'titles', 'series', 'platforms', 'days-by-decision']}
          />
          <div className={styles.pair}>
            <Part title="Players">
              <Facts
                title="Players"
                heads={['Player', 'Last used', 'Plays', 'Watched']}
                numbers={2}
                rows={person.players.map(({ key, title, platform, product, plays, watchedMs, lastAtMs, filter }) => ({
                  key,
                  cells: [
                    <span key="name">
                      {title}
                      <br />
                      <span className={styles.quiet}>{[product, platform].filter(Boolean).join(' · ')}</span>
                    </span>,
                    describeDayIn(lastAtMs, ownZone),
                    <a key="plays" href={toPlaysBehind({}, everything, [person.filter, filter]) ?? ''}>
                      {plays.toLocaleString('en-GB')}
                    </a>,
                    formatWatched(watchedMs),
                  ],
                }))}
              />
            </Part>
            <Part title="Addresses" note="From where plays came. They stay here: nobody is asked what they mean.">
              <Facts
                title="Addresses"
                heads={['Address', 'Where', 'First', 'Last', 'Plays']}
                numbers={1}
                rows={person.addresses.map(({ address, location, plays, firstAtMs, lastAtMs, players }) => ({
                  key: address,
                  cells: [
                    <span key="name">
                      {address}
                      <br />
                      <span className={styles.quiet}>{players.slice(0, 3).join(', ')}</span>
                    </span>,
                    location === null ? 'not known' : describeValue('location', location),
                    describeDayIn(firstAtMs, ownZone),
                    describeDayIn(lastAtMs, ownZone),
                    plays.toLocaleString('en-GB'),
                  ],
                }))}
              />
            </Part>
          </div>
          <ThingHistory filter={person.filter} />
        </>
      )}
    </ThingPage>
  );
}

function describePerson({ friendlyName, plexName, firstAtMs, lastAtMs, last, plays }: PersonDetail): string {
  const known = friendlyName === null || friendlyName === plexName ? '' : `Plex calls this person ${plexName}. `;
  if (firstAtMs === null || lastAtMs === null) return `${known}Nothing watched yet.`;
  const lastTitle = last === null ? '' : ` (${[last.title, last.playerTitle].filter(Boolean).join(', ')})`;
  return `${known}${formatMany(plays, 'play')} since ${describeDayIn(firstAtMs, ownZone)}; the last ${describeMomentIn(lastAtMs, ownZone)}${lastTitle}.`;
}

function Rename({ person: { user, plexName } }: { person: PersonDetail }) {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useMutation(
    procedures.users.rename.mutationOptions({ onSuccess: () => void queries.invalidateQueries() }),
  );
  if (typed === null) return <Button onClick={() => setTyped(user.name)}>Rename</Button>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const friendlyName = typed.trim();
    rename.mutate({ userId: user.id, friendlyName: friendlyName === '' ? null : friendlyName });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <input
        aria-label={`New name of ${user.name}`}
        placeholder={plexName}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
      />
      <Button type="submit" disabled={rename.isPending}>
        Rename
      </Button>
      <Button look="bare" onClick={() => setTyped(null)}>
        Keep it
      </Button>
      {rename.error !== null && <p role="alert">{describeProblem(rename.error)}</p>}
    </form>
  );
}
