// The live screen: is all well, who is watching, is the server sweating, and why.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Server } from '../../src-contract/server.ts';
import { useChosenServer } from '../client/chosen-server.ts';
import { lastSeenOf } from '../client/last-seen.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import { forgetWanted, type Wanted } from '../client/use-route.ts';
import { Alarms } from '../parts/alarms.tsx';
import { CardList } from '../parts/card-list.tsx';
import { Idle } from '../parts/idle.tsx';
import { Notice } from '../parts/notice.tsx';
import { OverNote } from '../parts/over-note.tsx';
import { PastOffers } from '../parts/past-offers.tsx';
import { ServerFilter } from '../parts/server-filter.tsx';
import type { CardAct } from '../parts/session-card.tsx';
import { type Asked, StopDialog } from '../parts/stop-dialog.tsx';
import { SummaryLine } from '../parts/summary-line.tsx';
import { type Alarm, describeAlarms, describeLost, describeNobody } from '../../src-contract/text/words-server.ts';
import styles from './live.module.css';

export function LiveScreen({ wanted }: { wanted: Wanted | null }) {
  const { store } = useMarquee();
  const view = useView();
  const { snapshot, link, clockAheadMs } = view;
  const { chosen: only, choose } = useChosenServer();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [followed, setFollowed] = useState<Wanted | null>(null);
  const [goTo, setGoTo] = useState<string | null>(null);

  const servers = useMemo(() => snapshot?.servers ?? [], [snapshot?.servers]);
  const cards = useMemo(
    () => (only === null ? view.cards : view.cards.filter(({ session }) => session.serverId === only)),
    [view.cards, only],
  );
  const byId = useMemo(() => new Map(servers.map((server) => [server.id, server])), [servers]);
  const lostSinceMs = link.kind === 'lost' ? link.sinceMs + clockAheadMs : null;
  const act = useCallback(
    (sessionId: string, what: CardAct) => {
      const card = store.view().cards.find(({ session }) => session.id === sessionId);
      if (card !== undefined) setAsked({ session: card.session, act: what });
    },
    [store],
  );

  // The tray or a notification leads here; the card may still be on its way.
  const led = wanted && view.cards.find(({ session }) => session.id === wanted.sessionId);
  if (led && wanted !== followed) {
    setFollowed(wanted);
    if (wanted.act === 'stop') setAsked({ session: led.session, act: 'stop' });
    else setGoTo(wanted.sessionId);
  }
  useEffect(() => {
    if (wanted === null || wanted !== followed) return;
    choose(null);
    forgetWanted();
  }, [wanted, followed, choose]);

  const alarms: Alarm[] =
    link.kind === 'lost'
      ? [describeLost(link.sinceMs, link.nextTryAtMs === null ? null : link.nextTryAtMs + clockAheadMs, Date.now())]
      : describeAlarms(servers, snapshot?.health ?? [], Date.now() + clockAheadMs);
  const arrivals = (snapshot?.arrivals ?? []).filter(({ serverId }) => only === null || serverId === only);
  const playing = cards.filter(({ ending }) => ending === null).map(({ session }) => session);

  return (
    <main className={styles.screen} aria-label="Live">
      <h1 className="visually-hidden">Live</h1>
      <div className={styles.head}>
        {snapshot !== null && <SummaryLine sessions={playing} arrivals={arrivals} />}
        <ServerFilter servers={servers} chosen={only} onChoose={choose} />
      </div>
      <div className={styles.alarms}>
        <Alarms alarms={alarms} clockAheadMs={clockAheadMs} onRetry={link.kind === 'lost' ? store.retry : null} />
        <OverNote wanted={wanted} missing={snapshot !== null && link.kind === 'live' && !led} />
        <PastOffers />
      </div>
      {cards.length > 0 ? (
        <CardList
          cards={cards}
          clockAheadMs={clockAheadMs}
          connected={link.kind === 'live'}
          serverNameOf={(id) => (servers.length > 1 ? (byId.get(id)?.name ?? null) : null)}
          lastSeenOf={(id) => lostSinceMs ?? lastSeenOf(servers, id)}
          onAct={act}
          goTo={goTo}
          onReached={() => setGoTo(null)}
        />
      ) : (
        <NoCards
          servers={only === null ? servers : servers.filter(({ id }) => id === only)}
          only={only}
          clockAheadMs={clockAheadMs}
          known={snapshot !== null}
          lost={link.kind === 'lost'}
        />
      )}
      <StopDialog
        asked={asked}
        serverName={(asked && byId.get(asked.session.serverId)?.name) ?? 'The server'}
        gone={
          asked !== null &&
          !view.cards.some(({ session, ending }) => session.id === asked.session.id && ending === null)
        }
        onAsk={setAsked}
      />
    </main>
  );
}

type NoCardsProps = {
  servers: readonly Server[];
  only: string | null;
  clockAheadMs: number;
  known: boolean;
  lost: boolean;
};

function NoCards({ servers, only, clockAheadMs, known, lost }: NoCardsProps) {
  if (!known) {
    return lost ? (
      <Notice icon="live" title="Marquee is not answering">
        <p>The page connects by itself as soon as it runs again.</p>
      </Notice>
    ) : (
      <Notice icon="live" title="Looking at your servers" />
    );
  }
  const { title, text } = describeNobody(servers);
  return <Idle title={title} text={text} servers={servers} only={only} clockAheadMs={clockAheadMs} />;
}
