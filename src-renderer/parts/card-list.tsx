// The cards, one under the other. Only those near the view exist in the page, so that five hundred are as light as ten.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Card } from '../client/live-state.ts';
import { useKeys } from '../client/use-keys.ts';
import styles from './card-list.module.css';
import { type CardAct, SessionCard } from './session-card.tsx';

const allThere = 40;

type Props = {
  cards: readonly Card[];
  clockAheadMs: number;
  connected: boolean;
  /** Null when only one server is watched. */
  serverNameOf: (serverId: string) => string | null;
  /** When the session's server was last heard, on the core's clock; null while it is. */
  lastSeenOf: (serverId: string) => number | null;
  onAct: (sessionId: string, act: CardAct) => void;
  /** The card that someone was led to. */
  goTo: string | null;
  onReached: () => void;
};

export function CardList({ cards, clockAheadMs, connected, serverNameOf, lastSeenOf, onAct, goTo, onReached }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  /** The card that the keys are on their way to. */
  const heading = useRef<string>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const virtualizer = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 172,
    getItemKey: (at) => cards[at]?.session.id ?? at,
    gap: 12,
    // A usual evening is all there, so that the browser's own search finds every card.
    overscan: cards.length <= allThere ? allThere : 3,
  });

  const toggle = useCallback((sessionId: string) => {
    setOpened((now) =>
      now.has(sessionId) ? new Set([...now].filter((id) => id !== sessionId)) : new Set([...now, sessionId]),
    );
  }, []);

  /** Moves the focus by so many cards, and scrolls there first when the card is not in the page yet. */
  function walk(by: number) {
    const from = heading.current ?? document.activeElement?.closest<HTMLElement>('[data-session]')?.dataset['session'];
    const at = cards.findIndex(({ session }) => session.id === from);
    const to = Math.max(0, Math.min(cards.length - 1, at === -1 ? 0 : at + by));
    moveTo(to);
  }

  function moveTo(index: number) {
    const id = cards[index]?.session.id;
    if (id === undefined) return;
    virtualizer.scrollToIndex(index, { align: 'auto' });
    heading.current = id;
    focus(id);
  }

  /** The scrolling may have to put the card into the page first, so it gets a few frames to appear. */
  function focus(sessionId: string, tries = 5) {
    if (heading.current !== sessionId) return;
    const card = scroll.current?.querySelector<HTMLElement>(`[data-session="${CSS.escape(sessionId)}"]`);
    card?.focus({ preventScroll: true });
    if (card || tries === 0) heading.current = null;
    else requestAnimationFrame(() => focus(sessionId, tries - 1));
  }
  useEffect(() => {
    if (goTo === null) return;
    moveTo(cards.findIndex(({ session }) => session.id === goTo));
    onReached();
  });
  useKeys({ j: () => walk(1), k: () => walk(-1) });

  return (
    <div ref={scroll} className={styles.scroll}>
      <div
        role="feed"
        aria-label="Streams"
        tabIndex={-1}
        className={styles.list}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const card = cards[index];
          if (card === undefined) return null;
          const lastSeenMs = lastSeenOf(card.session.serverId);
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.place}
              style={{ transform: `translateY(${start}px)` }}
            >
              <SessionCard
                card={card}
                serverName={serverNameOf(card.session.serverId)}
                place={index + 1}
                of={cards.length}
                open={opened.has(card.session.id)}
                clockAheadMs={clockAheadMs}
                lastSeenMs={lastSeenMs}
                canAct={connected && lastSeenMs === null}
                onToggle={toggle}
                onAct={onAct}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
