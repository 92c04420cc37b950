// Scrolls a very long table: which rows are in view, and how to get to one.
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { barHeightPx, follow, goTo, type Scrolled, type Sizes, toWindow, topToSee, type Window } from './windowing.ts';

type Scroll = {
  /** Of what scrolls. */
  element: RefObject<HTMLDivElement | null>;
  window: Window;
  /** The height of what is scrolled, and where in it the first row of the window begins. */
  heightPx: number;
  offsetPx: number;
  onScroll: () => void;
  see: (row: number) => void;
  moveBy: (rows: number) => void;
  toTop: () => void;
  /** The first row that is seen, as of now. */
  firstSeen: () => number;
  isAtTop: () => boolean;
  rowsInView: number;
};

const nowhere: Scrolled = { barPx: 0, topPx: 0 };

export function useScroll(rows: number, rowPx: number): Scroll {
  const element = useRef<HTMLDivElement>(null);
  const [viewPx, setViewPx] = useState(800);
  const at = useRef(nowhere);
  const [shown, show] = useState(nowhere);
  const sizes: Sizes = { rows, rowPx, viewPx };
  const latest = useRef(sizes);
  useLayoutEffect(() => {
    latest.current = sizes;
  });

  useLayoutEffect(() => {
    const scroller = element.current;
    if (scroller === null) return;
    const watching = new ResizeObserver(() => setViewPx(scroller.clientHeight));
    watching.observe(scroller);
    return () => watching.disconnect();
  }, []);

  /** Draws only when another row has come into view. */
  const take = useCallback((next: Scrolled) => {
    at.current = next;
    const { rowPx: height } = latest.current;
    show((now) =>
      Math.floor(now.topPx / height) === Math.floor(next.topPx / height) &&
      now.barPx - now.topPx === next.barPx - next.topPx
        ? now
        : next,
    );
  }, []);

  const jump = useCallback(
    (topPx: number) => {
      const next = goTo(topPx, latest.current);
      take(next);
      element.current?.scrollTo({ top: next.barPx, behavior: 'instant' });
    },
    [take],
  );

  const onScroll = useCallback(() => {
    const barPx = element.current?.scrollTop ?? 0;
    // What we set ourselves is known already.
    if (Math.abs(barPx - at.current.barPx) < 1) return;
    take(follow(at.current, barPx, latest.current));
  }, [take]);

  const window = toWindow(shown.topPx, sizes);
  return {
    element,
    window,
    heightPx: barHeightPx(sizes),
    offsetPx: window.first * rowPx + (shown.barPx - shown.topPx),
    onScroll,
    see: useCallback((row) => jump(topToSee(row, at.current.topPx, latest.current)), [jump]),
    moveBy: useCallback((by) => jump(at.current.topPx + by * latest.current.rowPx), [jump]),
    toTop: useCallback(() => jump(0), [jump]),
    firstSeen: useCallback(() => Math.ceil(at.current.topPx / latest.current.rowPx), []),
    isAtTop: useCallback(() => at.current.topPx < latest.current.rowPx / 2, []),
    rowsInView: Math.max(1, Math.floor(viewPx / rowPx)),
  };
}
