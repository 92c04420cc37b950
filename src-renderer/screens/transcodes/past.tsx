// What was converted, newest first, with its reasons as they are understood today and what it cost.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReasonCode } from '../../../src-contract/reason.ts';
import type { Server } from '../../../src-contract/server.ts';
import { reasonCodeSchema } from '../../../src-contract/reason.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee } from '../../client/marquee.ts';
import { changeQuery, useQueryPart } from '../../client/use-query.ts';
import { Button } from '../../parts/button.tsx';
import { PastRow } from './past-row.tsx';
import styles from './past.module.css';
import { ReasonMenu } from './reason-menu.tsx';
import { toPastHref } from './to-href.ts';
import screen from './transcodes.module.css';

type Props = { scroll: RefObject<HTMLElement | null>; servers: readonly Server[]; chosen: string | null };

const pageLength = 50;
/** So many before the end the next page is asked for. */
const aheadRows = 10;

export function Past({ scroll, servers, chosen }: Props) {
  const { procedures } = useMarquee();
  const reason = readReason(useQueryPart().get('reason'));
  const list = useRef<HTMLUListElement>(null);
  const [topPx, setTopPx] = useState(0);
  const past = useInfiniteQuery(
    procedures.transcodes.history.infiniteOptions({
      input: (start: number) => ({
        start,
        length: pageLength,
        ...(chosen === null ? {} : { server: chosen }),
        ...(reason === null ? {} : { reason }),
      }),
      initialPageParam: 0,
      getNextPageParam: ({ next }) => next,
      retry: 1,
    }),
  );
  const rows = past.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = past.data?.pages[0]?.total ?? 0;

  // What stands above the list grows and shrinks; the list has to know where it begins.
  useLayoutEffect(() => {
    const above = list.current?.closest('main');
    if (!above) return;
    const measure = () => setTopPx(list.current?.offsetTop ?? 0);
    const watching = new ResizeObserver(measure);
    for (const section of above.children) watching.observe(section);
    measure();
    return () => watching.disconnect();
  }, []);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 66,
    getItemKey: (at) => rows[at]?.play.id ?? at,
    overscan: 8,
    scrollMargin: topPx,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = past;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - aheadRows) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length]);

  return (
    <section aria-labelledby="transcodes-past" className={screen.section}>
      <div className={styles.head}>
        <h2 id="transcodes-past">
          Before{' '}
          {total > 0 && <span className={screen.aside}>{total.toLocaleString('en-GB')} converted or repackaged</span>}
        </h2>
        <ReasonMenu
          chosen={reason}
          server={chosen}
          onChoose={(code) =>
            changeQuery((query) => {
              if (code === null) query.delete('reason');
              else query.set('reason', code);
            })
          }
        />
        {total > 0 && <a href={toPastHref(chosen, reason)}>Open in the history</a>}
      </div>
      {past.isPending && <p className={screen.calm}>Reading…</p>}
      {past.isError && (
        <div className={screen.problem}>
          <p role="alert">{describeProblem(past.error)}</p>
          <Button onClick={() => void past.refetch()}>Try again</Button>
        </div>
      )}
      {past.data && rows.length === 0 && (
        <p className={screen.calm}>
          {reason === null
            ? 'Nothing was converted yet that lasted long enough to count.'
            : 'Nothing was converted for this reason.'}
        </p>
      )}
      <ul
        ref={list}
        aria-labelledby="transcodes-past"
        className={styles.list}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {shown.map(({ key, index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={total}
              style={{ transform: `translateY(${start - topPx}px)` }}
            >
              <PastRow
                past={row}
                serverName={
                  servers.length > 1 ? (servers.find(({ id }) => id === row.play.serverId)?.name ?? null) : null
                }
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function readReason(text: string | null): ReasonCode | null {
  return reasonCodeSchema.safeParse(text).data ?? null;
}
