// The transcodes screen: what is converted now and at what cost, why over a month, what to do about it, what was before.
import { useCallback, useMemo, useRef, useState } from 'react';
import { useChosenServer } from '../../client/chosen-server.ts';
import { lastSeenOf } from '../../client/last-seen.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { Alarms } from '../../parts/alarms.tsx';
import { Notice } from '../../parts/notice.tsx';
import { ServerFilter } from '../../parts/server-filter.tsx';
import type { CardAct } from '../../parts/session-card.tsx';
import { type Asked, StopDialog } from '../../parts/stop-dialog.tsx';
import { describeLost } from '../../../src-contract/text/words-server.ts';
import { Active } from './active.tsx';
import { Month } from './month.tsx';
import { Past } from './past.tsx';
import styles from './transcodes.module.css';

export function TranscodesScreen() {
  const { store } = useMarquee();
  const { snapshot, link, cards, clockAheadMs } = useView();
  const { chosen, choose } = useChosenServer();
  const [asked, setAsked] = useState<Asked | null>(null);
  const scroll = useRef<HTMLElement>(null);
  const servers = useMemo(() => snapshot?.servers ?? [], [snapshot?.servers]);
  const act = useCallback(
    (sessionId: string, what: CardAct) => {
      const card = store.view().cards.find(({ session }) => session.id === sessionId);
      if (card !== undefined) setAsked({ session: card.session, act: what });
    },
    [store],
  );
  const lostSinceMs = link.kind === 'lost' ? link.sinceMs + clockAheadMs : null;
  const alarms =
    link.kind === 'lost'
      ? [describeLost(link.sinceMs, link.nextTryAtMs === null ? null : link.nextTryAtMs + clockAheadMs, Date.now())]
      : [];
  return (
    <main ref={scroll} className={styles.screen} aria-label="Transcodes">
      <div className={styles.head}>
        <h1>Transcodes</h1>
        <ServerFilter servers={servers} chosen={chosen} onChoose={choose} />
      </div>
      <Alarms alarms={alarms} clockAheadMs={clockAheadMs} onRetry={link.kind === 'lost' ? store.retry : null} />
      {snapshot === null && link.kind !== 'lost' && <Notice icon="transcode" title="Looking at your servers" />}
      {snapshot !== null && servers.length === 0 && (
        <Notice icon="transcode" title="No server is watched yet">
          <p>
            <a href="#/servers/add">Add a server</a>, and what it converts stands here.
          </p>
        </Notice>
      )}
      {snapshot !== null && servers.length > 0 && (
        <>
          <Active
            cards={cards.filter(({ session }) => chosen === null || session.serverId === chosen)}
            servers={servers}
            chosen={chosen}
            clockAheadMs={clockAheadMs}
            connected={link.kind === 'live'}
            lastSeenOf={(id) => lostSinceMs ?? lastSeenOf(servers, id)}
            onAct={act}
          />
          <Month servers={servers} chosen={chosen} />
          <Past scroll={scroll} servers={servers} chosen={chosen} />
        </>
      )}
      <StopDialog
        asked={asked}
        serverName={servers.find(({ id }) => id === asked?.session.serverId)?.name ?? 'The server'}
        gone={
          asked !== null && !cards.some(({ session, ending }) => session.id === asked.session.id && ending === null)
        }
        onAsk={setAsked}
      />
    </main>
  );
}
