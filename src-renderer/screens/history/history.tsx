// What was watched: all of it, filtered, sorted and grouped as one likes; a play opens from the right.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { describeAlarms, describeLost } from '../../../src-contract/text/words-server.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { useKeys } from '../../client/use-keys.ts';
import { useSlow } from '../../client/use-slow.ts';
import { changeQuery, type Step, useQueryPart } from '../../client/use-query.ts';
import { Alarms } from '../../parts/alarms.tsx';
import { Button } from '../../parts/button.tsx';
import { isEmpty } from '../../parts/filter/filter-address.ts';
import { FilterBar } from '../../parts/filter/filter-bar.tsx';
import { SearchField } from '../../parts/filter/search-field.tsx';
import { toAsked, useFilter } from '../../parts/filter/use-filter.ts';
import { NothingYet } from '../../parts/nothing-yet.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PastOffers } from '../../parts/past-offers.tsx';
import { withPart } from '../../parts/filter/filter-address.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { Detail } from './detail.tsx';
import styles from './history.module.css';
import { letsThrough } from './live-line.ts';
import { LiveRows } from './live-rows.tsx';
import { type Order, readOrder, writeOrder } from './order.ts';
import { Table } from './table.tsx';
import { Toolbar } from './toolbar.tsx';
import { useChanges } from './use-changes.ts';
import { useHead } from './use-lines.ts';
import { useFitting } from './use-fitting.ts';
import { describeGroup, describeTotals } from './words.ts';

const nobody: ReadonlySet<string> = new Set();
/** So many can be chosen at one click. */
const mostChosen = 1000;

/** `shownId`: the play whose detail the address names. */
export function HistoryScreen({ shownId }: { shownId: string | null }) {
  const { procedures, store } = useMarquee();
  const queries = useQueryClient();
  const { link, snapshot, clockAheadMs } = useView();
  const { filter, setFilter } = useFilter();
  const query = useQueryPart();
  const order = readOrder(query);
  const head = useHead(filter, order);
  /** What is shown is still the last answer. */
  const isSlow = useSlow(head.isPlaceholderData);
  const changes = useChanges();
  const [chosen, setChosen] = useState(nobody);
  const [asked, ask] = useState<readonly string[] | null>(null);
  const screen = useRef<HTMLElement>(null);
  const columns = useFitting(screen);

  // What is not in the list any more is not chosen any more.
  const question = JSON.stringify([filter, order.group]);
  const [chosenIn, setChosenIn] = useState(question);
  if (question !== chosenIn) {
    setChosenIn(question);
    setChosen(nobody);
  }

  const show = (playId: string | null) =>
    changeQuery(
      () => {},
      playId !== null && shownId !== null ? 'replace' : 'push',
      playId === null ? '#/history' : `#/history/${encodeURIComponent(playId)}`,
    );
  const setOrder = (next: Order) => changeQuery((changing) => writeOrder(next, changing));
  useKeys(shownId === null ? {} : { Escape: () => show(null) });
  // Closed by key or click: the row that was open takes the keys again.
  const wasShown = useRef(shownId);
  useEffect(() => {
    if (wasShown.current !== null && shownId === null && document.activeElement === document.body) {
      screen.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
    }
    wasShown.current = shownId;
  }, [shownId]);

  async function chooseAll() {
    if (chosen.size > 0) return setChosen(nobody);
    const all = await queries.fetchQuery(
      procedures.history.plays.queryOptions({
        input: { ...toAsked(filter), sort: order.sort, order: order.order, length: mostChosen },
      }),
    );
    setChosen(new Set(all.items.map(({ id }) => id)));
  }

  function remove(playIds: readonly string[]) {
    changes.change('deleted', playIds);
    setChosen(nobody);
    if (shownId !== null && playIds.includes(shownId)) show(null);
  }

  // Stays the same while streams move, so that the rows need not be drawn anew.
  const servers = snapshot?.servers;
  const serverNameOf = useCallback(
    (id: string) => servers?.find((server) => server.id === id)?.name ?? 'a server of before',
    [servers],
  );
  const first = head.data?.items[0];
  const alarms =
    link.kind === 'lost'
      ? [describeLost(link.sinceMs, link.nextTryAtMs === null ? null : link.nextTryAtMs + clockAheadMs, Date.now())]
      : describeAlarms([], snapshot?.health ?? [], Date.now() + clockAheadMs);
  const isNothing = head.isSuccess && !head.isPlaceholderData && head.data.total === 0;
  return (
    <main ref={screen} className={styles.screen} aria-label="History">
      <div className={styles.head}>
        <h1>History</h1>
        {head.data && (head.data.total > 0 || isSlow) && (
          <p aria-live="polite">{isSlow ? 'Counting…' : describeTotals(head.data.plays, head.data.watchedMs)}</p>
        )}
        <Toolbar order={order} onOrder={setOrder} columns={columns} filter={filter} />
      </div>
      <div className={styles.filter}>
        <FilterBar
          filter={filter}
          onChange={setFilter}
          search={
            <SearchField
              text={filter.text ?? ''}
              onChange={(text: string, step: Step) => setFilter(withPart(filter, 'text', text), step)}
            />
          }
          nameOf={(part, key) => {
            if (first === undefined) return null;
            if (part === 'item') return first.itemKey === key ? first.item.title : null;
            const own = part === 'season' ? first.seasonKey : first.seriesKey;
            return own === key ? describeGroup(first, part) : null;
          }}
        />
      </div>
      <div className={styles.alarms}>
        <Alarms alarms={alarms} clockAheadMs={clockAheadMs} onRetry={link.kind === 'lost' ? store.retry : null} />
        <PastOffers />
      </div>
      <ChosenBar
        chosen={chosen.size}
        isDeleted={filter.removed === true}
        changes={changes}
        onDelete={() => ask([...chosen])}
        onRestore={() => {
          changes.change('restored', [...chosen]);
          setChosen(nobody);
        }}
        onClear={() => setChosen(nobody)}
      />
      <LiveRows
        sessions={(snapshot?.sessions ?? []).filter((session) => letsThrough(filter, session))}
        nowMs={Date.now() + clockAheadMs}
      />
      {head.isPending && <Notice icon="history" title="Reading the history" />}
      {head.isError && head.data === undefined && (
        <Notice icon="history" title="The history cannot be read now">
          <p>Nothing is lost by that; what was recorded stays.</p>
          <Button onClick={() => void head.refetch()}>Try again</Button>
        </Notice>
      )}
      {isNothing && isEmpty(filter) && <NothingYet />}
      {isNothing && !isEmpty(filter) && (
        <Notice icon="history" title={filter.removed === true ? 'No play was deleted' : 'No play is like that'}>
          <p>
            {filter.removed === true
              ? 'What is deleted can be brought back here.'
              : 'Take something out of the filter.'}
          </p>
          <Button onClick={() => setFilter({})}>Show everything</Button>
        </Notice>
      )}
      {head.data !== undefined && !isNothing && (
        <Table
          filter={filter}
          order={order}
          onOrder={setOrder}
          columns={columns.shown}
          chosen={chosen}
          onChoose={(playIds, isChosen) =>
            setChosen((now) =>
              isChosen ? new Set([...now, ...playIds]) : new Set([...now].filter((id) => !playIds.includes(id))),
            )
          }
          onChooseAll={() => void chooseAll()}
          shownId={shownId}
          onShow={show}
          serverNameOf={serverNameOf}
        />
      )}
      {shownId !== null && (
        <Detail
          key={shownId}
          playId={shownId}
          filter={filter}
          serverNameOf={serverNameOf}
          onShow={show}
          onFilter={setFilter}
          onDelete={(playId) => ask([playId])}
          onRestore={(playId) => changes.change('restored', [playId])}
        />
      )}
      <DeleteDialog playIds={asked} onDelete={remove} onClose={() => ask(null)} />
    </main>
  );
}
