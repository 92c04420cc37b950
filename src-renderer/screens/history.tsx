// What was watched: one line per play, newest first, under the day it ended.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Play } from '../../src-contract/play.ts';
import { useChosenServer } from '../client/chosen-server.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import { formatDay } from '../../src-contract/text/format.ts';
import { Alarms } from '../parts/alarms.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { PlayRow } from '../parts/play-row.tsx';
import { describeAlarms, describeLost } from '../../src-contract/text/words-server.ts';
import styles from './history.module.css';

const pageLength = 50;

export function HistoryScreen() {
  const { procedures, store } = useMarquee();
  const { link, snapshot, clockAheadMs } = useView();
  const { chosen } = useChosenServer();
  const plays = useInfiniteQuery(
    procedures.history.plays.infiniteOptions({
      input: (start: number) => ({ start, length: pageLength, ...(chosen === null ? {} : { server: chosen }) }),
      initialPageParam: 0,
      getNextPageParam: (page) => page.next,
    }),
  );
  const items = plays.data?.pages.flatMap((page) => page.items) ?? [];
  const total = plays.data?.pages.at(-1)?.total ?? 0;
  const nameOf = (serverId: string) => {
    const servers = snapshot?.servers ?? [];
    return servers.length > 1 ? (servers.find(({ id }) => id === serverId)?.name ?? null) : null;
  };
  const alarms =
    link.kind === 'lost'
      ? [describeLost(link.sinceMs, link.nextTryAtMs === null ? null : link.nextTryAtMs + clockAheadMs, Date.now())]
      : describeAlarms([], snapshot?.health ?? [], Date.now() + clockAheadMs);

  return (
    <main className={styles.screen} aria-label="History">
      <div className={styles.head}>
        <h1>History</h1>
        {items.length > 0 && <p>{total === 1 ? '1 play' : `${total} plays`}</p>}
      </div>
      <Alarms alarms={alarms} clockAheadMs={clockAheadMs} onRetry={link.kind === 'lost' ? store.retry : null} />
      {plays.isPending && <Notice icon="history" title="Reading the history" />}
      {plays.isError && items.length === 0 && (
        <Notice icon="history" title="The history cannot be read now">
          <p>Nothing is lost by that; what was recorded stays.</p>
          <Button onClick={() => void plays.refetch()}>Try again</Button>
        </Notice>
      )}
      {plays.isSuccess && items.length === 0 && (
        <Notice icon="history" title="Nothing has been watched yet">
          <p>A play is written down when it ends. Very short ones are kept, but not listed.</p>
        </Notice>
      )}
      {byDay(items).map(({ day, plays: ofDay }) => (
        <section key={day} aria-label={day}>
          <h2 className={styles.day}>{day}</h2>
          <ul>
            {ofDay.map((play) => (
              <PlayRow key={play.id} play={play} serverName={nameOf(play.serverId)} />
            ))}
          </ul>
        </section>
      ))}
      {plays.hasNextPage && (
        <div className={styles.more}>
          <Button disabled={plays.isFetchingNextPage} onClick={() => void plays.fetchNextPage()}>
            {plays.isFetchingNextPage ? 'Reading…' : 'Show more'}
          </Button>
          {plays.isFetchNextPageError && <p>That did not work. Try again.</p>}
        </div>
      )}
    </main>
  );
}

function byDay(plays: readonly Play[]): Array<{ day: string; plays: Play[] }> {
  const nowMs = Date.now();
  const days = new Map<string, Play[]>();
  for (const play of plays) {
    const day = formatDay(play.startedAtMs ?? play.stoppedAtMs, nowMs);
    days.set(day, [...(days.get(day) ?? []), play]);
  }
  return [...days].map(([day, ofDay]) => ({ day, plays: ofDay }));
}
