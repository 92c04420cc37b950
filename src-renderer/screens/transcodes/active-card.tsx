// One conversion under way: of what, for whom, how fast, with what, why, and what can be done with it.
import type { KeyboardEvent } from 'react';
import type { Cost, TranscodeMoment } from '../../../src-contract/transcodes.ts';
import { formatMoment } from '../../../src-contract/text/format.ts';
import {
  describeEnding,
  describeItem,
  describePlayer,
  describeSession,
  isTranscoding,
} from '../../../src-contract/text/words.ts';
import type { Card } from '../../client/live-state.ts';
import { Button } from '../../parts/button.tsx';
import { classNames } from '../../parts/class-names.ts';
import { Delivery, Troubles } from '../../parts/delivery.tsx';
import { describeExperience } from '../../parts/experience-words.ts';
import { MomentsGraph } from '../../parts/moments-graph.tsx';
import { PositionBar } from '../../parts/position-bar.tsx';
import { Poster } from '../../parts/poster.tsx';
import { ReasonList } from '../../parts/reason-list.tsx';
import type { CardAct } from '../../parts/session-card.tsx';
import styles from './active-card.module.css';
import { toWorkFacts } from './words.ts';

type Props = {
  card: Card;
  /** Null as long as they are being read. */
  moments: readonly TranscodeMoment[] | null;
  cost: Cost | null;
  /** Null when only one server is watched. */
  serverName: string | null;
  place: number;
  of: number;
  clockAheadMs: number;
  /** When we last heard of it, on the core's clock; null while it is live. */
  lastSeenMs: number | null;
  canAct: boolean;
  onAct: (sessionId: string, act: CardAct) => void;
};

export function ActiveCard(props: Props) {
  const { card, moments, cost, serverName, place, of, clockAheadMs, lastSeenMs, canAct, onAct } = props;
  const { session, ending } = card;
  const { title, line } = describeItem(session.item);
  const ended = ending !== null;
  const acts = canAct && !ended;

  function press(event: KeyboardEvent) {
    if (event.key !== 's' || !acts || !(event.target instanceof Node && event.currentTarget.contains(event.target)))
      return;
    onAct(session.id, 'stop');
    event.preventDefault();
  }

  return (
    // A feed's articles take the focus (ARIA feed pattern).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={classNames(styles.card, (ended || lastSeenMs !== null) && styles.quiet)}
      aria-label={describeSession(session)}
      aria-posinset={place}
      aria-setsize={of}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-session={session.id}
      onKeyDown={press}
    >
      <header className={styles.top}>
        <Poster serverId={session.serverId} item={session.item} small />
        <div className={styles.names}>
          <h3>{title}</h3>
          {line !== null && <p>{line}</p>}
        </div>
        <div className={styles.who}>
          <p className={styles.user}>{session.user.name}</p>
          <p>
            {describePlayer(session.player)}
            {serverName !== null && ` · ${serverName}`}
          </p>
        </div>
      </header>
      <PositionBar session={session} clockAheadMs={clockAheadMs} frozenAtMs={lastSeenMs} ended={ended} />
      <Delivery stream={session.stream} />
      {ended && <p className={styles.farewell}>{describeEnding(ending.endedBy)}</p>}
      {lastSeenMs !== null && <p>As last seen at {formatMoment(lastSeenMs - clockAheadMs, Date.now())}</p>}
      {!ended && <Troubles session={session} />}
      {describeExperience(session).map((sentence) => (
        <p key={sentence} className={styles.noticed}>
          {sentence}
        </p>
      ))}
      <dl className={styles.facts}>
        {toWorkFacts(session, cost).map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.columns}>
        <section aria-label="Why">
          {session.stream.confirmed && session.reasons.length > 0 ? (
            <ReasonList reasons={session.reasons} />
          ) : (
            <p className={styles.faint}>Not known yet: it takes a few seconds until Plex is sure of itself.</p>
          )}
        </section>
        <section aria-label="The last minutes" className={styles.aside}>
          <MomentsGraph moments={moments} clockAheadMs={clockAheadMs} />
          <div className={styles.acts}>
            {isTranscoding(session.stream) && (
              <Button disabled={!acts} onClick={() => onAct(session.id, 'stop-transcode')}>
                Stop transcode…
              </Button>
            )}
            <Button disabled={!acts} onClick={() => onAct(session.id, 'stop')}>
              Stop stream…
            </Button>
          </div>
        </section>
      </div>
    </article>
  );
}
