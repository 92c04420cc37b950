// The table of plays: only the rows in view exist, however many there are; the keyboard reaches all of them.
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { PlayLine } from '../../../src-contract/play.ts';
import { useKeys } from '../../client/use-keys.ts';
import { useSlow } from '../../client/use-slow.ts';
import { classNames } from '../../parts/class-names.ts';
import type { Filter } from '../../parts/filter/filter-address.ts';
import { isGroup } from './cells.tsx';
import { type ColumnName, toTracks } from './columns.ts';
import { locateGroups, toggleGroup, toGroupKey } from './groups.ts';
import { Heads } from './heads.tsx';
import type { Order } from './order.ts';
import { countRows, toPages, toPlace } from './places.ts';
import { Row, RowToCome } from './row.tsx';
import styles from './table.module.css';
import { type OpenedGroup, useLines, type WantedPage } from './use-lines.ts';
import { useKeptPlace } from './use-kept-place.ts';
import { useNarrow } from './use-narrow.ts';
import { useScroll } from './use-scroll.ts';
import { toDayTime } from './words.ts';

type Props = {
  filter: Filter;
  order: Order;
  onOrder: (order: Order) => void;
  columns: readonly ColumnName[];
  chosen: ReadonlySet<string>;
  onChoose: (playIds: readonly string[], isChosen: boolean) => void;
  onChooseAll: () => void;
  /** The play whose detail is shown. */
  shownId: string | null;
  onShow: (playId: string) => void;
  serverNameOf: (serverId: string) => string;
};

const wideRowPx = 48;
const narrowRowPx = 68;
const firstGuess: readonly WantedPage[] = [];

export function Table(props: Props) {
  const { filter, order, columns, chosen, shownId, onChoose, onShow } = props;
  const isNarrow = useNarrow();
  const rowPx = isNarrow ? narrowRowPx : wideRowPx;
  const [opened, setOpened] = useState<readonly OpenedGroup[]>([]);
  const [wanted, setWanted] = useState<readonly WantedPage[]>(firstGuess);
  const [current, setCurrent] = useState(0);
  const nowMs = toDayTime(Date.now());
  const lines = useLines(filter, order, wanted);
  /** Another answer is long in coming: these rows are of the last one. */
  const isSlow = useSlow(lines.isOld);
  const total = lines.head?.total ?? 0;
  const openings = locateGroups(opened, lines.known);
  const rows = countRows(total, openings);
  const {
    element: scroller,
    window,
    heightPx,
    offsetPx,
    onScroll,
    rowsInView,
    toTop,
    see,
    isAtTop,
    firstSeen,
    moveBy,
  } = useScroll(rows, rowPx);

  const pages = toPages(window, openings);
  const pagesText = pages.map(({ of, page }) => `${of?.key ?? ''} ${page}`).join('\n');
  const [wantedText, setWantedText] = useState('');
  if (pagesText !== wantedText) {
    setWantedText(pagesText);
    setWanted(pages.map(({ of, page }) => ({ of: opened.find(({ key }) => key === of?.key) ?? null, page })));
  }

  const lineIn = (row: number): PlayLine | undefined => {
    const place = toPlace(row, openings);
    return lines.lineAt(place.kind === 'line' ? null : place.opening, place.index);
  };

  // Another question begins at the top, with nothing opened.
  const question = JSON.stringify([filter, order]);
  const [asked, setAsked] = useState(question);
  if (question !== asked) {
    setAsked(question);
    setOpened([]);
    setCurrent(0);
  }
  useLayoutEffect(() => toTop(), [question, toTop]);

  function shift(by: number) {
    moveBy(by);
    setCurrent((row) => row + by);
  }

  useKeptPlace({ lines, openings, question, firstSeen, isAtTop, shift });

  /** Which row the keys are on their way to, until it is in the page. */
  const heading = useRef<number | null>(null);
  const arrive = useCallback(() => {
    if (heading.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${heading.current}"]`);
    if (!row) return;
    heading.current = null;
    row.focus({ preventScroll: true });
  }, [scroller]);
  useLayoutEffect(arrive);

  function walkTo(to: number) {
    const row = Math.max(0, Math.min(rows - 1, to));
    heading.current = row;
    setCurrent(row);
    see(row);
    arrive();
    const line = lineIn(row);
    if (shownId !== null && line && !isGroup(line)) onShow(line.id);
  }

  const lastChosen = useRef(0);
  const act = useRef<(row: number, what: 'open' | 'choose' | 'choose-to') => void>(() => {});
  useLayoutEffect(() => {
    act.current = (row, what) => {
      const line = lineIn(row);
      setCurrent(row);
      if (line === undefined) return;
      if (what === 'open') {
        const place = toPlace(row, openings);
        if (isGroup(line) && place.kind === 'line') setOpened((now) => toggleGroup(now, line, place.index));
        else onShow(line.id);
        return;
      }
      const [first, last] = what === 'choose' ? [row, row] : [lastChosen.current, row].toSorted((a, b) => a - b);
      const among = Array.from({ length: (last ?? row) - (first ?? row) + 1 }, (_, n) => lineIn((first ?? row) + n));
      const ids = among.flatMap((one) => (one && !isGroup(one) ? [one.id] : []));
      onChoose(ids, what === 'choose-to' || !chosen.has(line.id));
      lastChosen.current = row;
    };
  });
  const onAct = useCallback((row: number, what: 'open' | 'choose' | 'choose-to') => act.current(row, what), []);

  function press(event: KeyboardEvent) {
    if (!(event.target instanceof HTMLElement) || event.target.dataset['row'] === undefined) return;
    const moves: Record<string, () => void> = {
      ArrowDown: () => walkTo(current + 1),
      ArrowUp: () => walkTo(current - 1),
      PageDown: () => walkTo(current + rowsInView),
      PageUp: () => walkTo(current - rowsInView),
      Home: () => walkTo(0),
      End: () => walkTo(rows - 1),
      Enter: () => onAct(current, 'open'),
      ' ': () => onAct(current, event.shiftKey ? 'choose-to' : 'choose'),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  const isHere = () => scroller.current?.contains(document.activeElement) === true;
  useKeys({
    j: () => walkTo(isHere() || shownId !== null ? current + 1 : current),
    k: () => walkTo(isHere() || shownId !== null ? current - 1 : current),
  });

  const drawn = Array.from({ length: window.end - window.first }, (_, n) => window.first + n);
  return (
    // Rows that open belong to a tree; either role takes keys.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      role={order.group === 'none' ? 'grid' : 'treegrid'}
      tabIndex={-1}
      aria-label="Plays"
      aria-rowcount={rows + 1}
      aria-multiselectable="true"
      aria-busy={lines.isOld}
      className={classNames(styles.table, isSlow && styles.isSlow)}
      style={toVariables({ '--tracks': isNarrow ? '28px minmax(0, 1fr)' : toTracks(columns), '--row': `${rowPx}px` })}
      onKeyDown={press}
      onPointerOver={tellWhole}
    >
      <Heads
        columns={isNarrow ? [] : columns}
        order={order}
        onOrder={props.onOrder}
        isAllChosen={total > 0 && chosen.size >= total}
        onChooseAll={props.onChooseAll}
      />
      <div ref={scroller} role="rowgroup" className={styles.scroller} onScroll={onScroll}>
        <div role="presentation" className={styles.all} style={{ height: heightPx }}>
          <div role="presentation" className={styles.window} style={{ transform: `translateY(${offsetPx}px)` }}>
            {drawn.map((row) => {
              const line = lineIn(row);
              if (line === undefined) return <RowToCome key={row} row={row} />;
              return (
                <Row
                  key={row}
                  row={row}
                  line={line}
                  group={order.group}
                  nowMs={nowMs}
                  serverNameOf={props.serverNameOf}
                  isNarrow={isNarrow}
                  isUnder={toPlace(row, openings).kind === 'under'}
                  isOpened={isGroup(line) && openings.some(({ key }) => key === toGroupKey(line))}
                  isCurrent={row === current}
                  isShown={line.id === shownId && !isGroup(line)}
                  isChosen={isGroup(line) ? null : chosen.has(line.id)}
                  columns={columns}
                  onAct={onAct}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

/** What is cut off says all of itself to the mouse; keys and touch open the play. */
function tellWhole({ target }: PointerEvent) {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[role="gridcell"]') : null;
  if (cell) cell.title = [cell, ...cell.children].some(isCut) ? cell.innerText : '';
}

function isCut({ scrollWidth, clientWidth, scrollHeight, clientHeight }: Element): boolean {
  return scrollWidth > clientWidth || (clientHeight > 0 && scrollHeight > clientHeight + 2);
}

/** Style sheets take it from there. */
const toVariables = (variables: Readonly<Record<`--${string}`, string>>): CSSProperties => ({ ...variables });
