// What is converted at this moment: for viewers, and in the background.
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Server } from '../../../src-contract/server.ts';
import type { ActiveTranscode } from '../../../src-contract/transcodes.ts';
import { isTranscoding } from '../../../src-contract/text/words.ts';
import type { Card } from '../../client/live-state.ts';
import { useMarquee } from '../../client/marquee.ts';
import { useKeys } from '../../client/use-keys.ts';
import { Icon } from '../../parts/icon.tsx';
import type { CardAct } from '../../parts/session-card.tsx';
import { ActiveCard } from './active-card.tsx';
import { Background } from './background.tsx';
import styles from './transcodes.module.css';
import { describeWork } from './words.ts';

type Props = {
  /** Of the chosen server. */
  cards: readonly Card[];
  servers: readonly Server[];
  chosen: string | null;
  clockAheadMs: number;
  connected: boolean;
  lastSeenOf: (serverId: string) => number | null;
  onAct: (sessionId: string, act: CardAct) => void;
};

/** The core looks as often. */
const lookMs = 5000;
const nothing: ActiveTranscode[] = [];

export function Active({ cards, servers, chosen, clockAheadMs, connected, lastSeenOf, onAct }: Props) {
  const { procedures } = useMarquee();
  const feed = useRef<HTMLDivElement>(null);
  const active = useQuery({
    ...procedures.transcodes.active.queryOptions({ input: chosen === null ? {} : { server: chosen } }),
    refetchInterval: lookMs,
    retry: false,
  });
  const measured = new Map((active.data?.transcodes ?? nothing).map((one) => [one.session.id, one]));
  const converted = cards.filter(({ session }) => session.stream.decision !== 'direct-play');
  const running = converted.filter(({ ending }) => ending === null);

  function walk(by: number) {
    const all = [...(feed.current?.querySelectorAll<HTMLElement>('[data-session]') ?? [])];
    const at = all.findIndex((card) => card.contains(document.activeElement));
    all[Math.max(0, Math.min(all.length - 1, at === -1 ? 0 : at + by))]?.focus();
  }
  useKeys({ j: () => walk(1), k: () => walk(-1) });

  return (
    <section aria-labelledby="transcodes-now" className={styles.section}>
      <h2 id="transcodes-now">
        Now{' '}
        {running.length > 0 && (
          <span className={styles.aside}>{describeWork(running.map(({ session }) => session))}</span>
        )}
      </h2>
      {converted.length === 0 && (
        <p className={styles.calm}>
          <Icon name="check" />
          <span>Nothing is being converted. Direct play costs the server next to nothing.</span>
        </p>
      )}
      {converted.length > 0 && (
        <div ref={feed} role="feed" aria-label="Conversions" tabIndex={-1} className={styles.cards}>
          {converted.map((card, at) => {
            const { id, serverId } = card.session;
            const lastSeenMs = lastSeenOf(serverId);
            return (
              <ActiveCard
                key={id}
                card={card}
                moments={active.isPending ? null : (measured.get(id)?.series ?? [])}
                cost={measured.get(id)?.cost ?? null}
                serverName={servers.length > 1 ? (servers.find((one) => one.id === serverId)?.name ?? null) : null}
                place={at + 1}
                of={converted.length}
                clockAheadMs={clockAheadMs}
                lastSeenMs={lastSeenMs}
                canAct={connected && lastSeenMs === null}
                onAct={onAct}
              />
            );
          })}
        </div>
      )}
      {running.length > 0 && (
        <p className={styles.hint}>
          {running.some(({ session }) => isTranscoding(session.stream)) && (
            <>
              <b>Stop transcode</b> takes the conversion away: some players then play the file as it is, some ask for
              another one, some give up. The viewer reads nothing.{' '}
            </>
          )}
          <b>Stop stream</b> ends it on the viewer’s screen, with a message.
        </p>
      )}
      <Background active={active.data ?? null} servers={servers} />
    </section>
  );
}
