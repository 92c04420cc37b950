// One session on the live screen: who watches what, how far, how it is delivered and why.
import { type KeyboardEvent, memo, type MouseEvent, useId } from 'react';
import type { Session } from '../../src-contract/session.ts';
import type { Card } from '../client/live-state.ts';
import { formatMoment } from '../../src-contract/text/format.ts';
import { describeLoad } from '../../src-contract/text/words-stream.ts';
import { describeEnding, describeItem, describePlayer, describeSession } from '../../src-contract/text/words.ts';
import { Button } from './button.tsx';
import { CardDetails } from './card-details.tsx';
import { CardMenu } from './card-menu.tsx';
import { classNames } from './class-names.ts';
import { Delivery, Troubles } from './delivery.tsx';
import { describeExperience } from './experience-words.ts';
import { PositionBar } from './position-bar.tsx';
import { Poster } from './poster.tsx';
import styles from './session-card.module.css';

export type CardAct = 'stop' | 'stop-transcode';

export type CardProps = {
  card: Card;
  /** Null when only one server is watched. */
  serverName: string | null;
  place: number;
  of: number;
  open: boolean;
  clockAheadMs: number;
  /** When we last heard of it, on the core's clock; null while it is live. */
  lastSeenMs: number | null;
  canAct: boolean;
  onToggle: (sessionId: string) => void;
  onAct: (sessionId: string, act: CardAct) => void;
};

export const SessionCard = memo(function SessionCard(props: CardProps) {
  const { card, serverName, place, of, open, clockAheadMs, lastSeenMs, canAct, onToggle, onAct } = props;
  const { session, ending } = card;
  const detailsId = useId();
  const ended = ending !== null;
  const { title, line } = describeItem(session.item);

  function click({ target }: MouseEvent) {
    const chosen = target instanceof Element && target.closest('button, a, [role="menu"], table, dl') !== null;
    if (!chosen && getSelection()?.isCollapsed !== false) onToggle(session.id);
  }

  function press(event: KeyboardEvent) {
    // What is pressed in the card's menu comes along here too, though the menu lies elsewhere in the page.
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    if (event.key === 'Enter' && event.target === event.currentTarget) onToggle(session.id);
    else if (event.key === 's' && canAct && !ended) onAct(session.id, 'stop');
    else if (event.key === 'Escape' && open) onToggle(session.id);
    else return;
    event.preventDefault();
  }

  return (
    // A feed's articles take the focus (ARIA feed pattern); a button inside opens the card too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={classNames(
        styles.card,
        ended && styles.ended,
        lastSeenMs !== null && styles.stale,
        styles[session.state],
      )}
      aria-label={describeSession(session)}
      aria-posinset={place}
      aria-setsize={of}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-session={session.id}
      onClick={click}
      onKeyDown={press}
    >
      <Poster serverId={session.serverId} item={session.item} />
      <div className={styles.body}>
        <header className={styles.top}>
          <div className={styles.names}>
            <h2 className={styles.title}>
              <button
                type="button"
                className={styles.opener}
                aria-expanded={open}
                aria-controls={open ? detailsId : undefined}
                onClick={() => onToggle(session.id)}
              >
                {title}
              </button>
            </h2>
            {line !== null && <p className={styles.line}>{line}</p>}
          </div>
          <div className={styles.who}>
            <p className={styles.user}>{session.user.name}</p>
            <p className={styles.line}>
              {describePlayer(session.player)}
              {serverName !== null && `\u00a0· ${serverName}`}
            </p>
          </div>
        </header>
        <PositionBar session={session} clockAheadMs={clockAheadMs} frozenAtMs={lastSeenMs} ended={ended} />
        <Delivery stream={session.stream} />
        {!open && <Why session={session} />}
        <Troubles session={session} />
        {!ended &&
          describeExperience(session).map((sentence) => (
            <p key={sentence} className={styles.noticed}>
              {sentence}
            </p>
          ))}
        <footer className={styles.foot}>
          {ended ? (
            <p className={styles.farewell}>{describeEnding(ending.endedBy)}</p>
          ) : (
            <p className={styles.load}>
              {lastSeenMs !== null && (
                <span>As last seen at {formatMoment(lastSeenMs - clockAheadMs, Date.now())}</span>
              )}
              {describeLoad(session).map((piece) => (
                <span key={piece}>{piece}</span>
              ))}
            </p>
          )}
          <div className={styles.acts}>
            <Button disabled={!canAct || ended} onClick={() => onAct(session.id, 'stop')}>
              Stop…
            </Button>
            <CardMenu session={session} open={open} canAct={canAct && !ended} onToggle={onToggle} onAct={onAct} />
          </div>
        </footer>
        {open && (
          <div id={detailsId}>
            <CardDetails session={session} serverName={serverName} clockAheadMs={clockAheadMs} />
          </div>
        )}
      </div>
    </article>
  );
});

/** Every reason in full, the most important first. */
function Why({ session: { stream, reasons } }: { session: Session }) {
  if (!stream.confirmed || reasons.length === 0) return null;
  return (
    <p className={styles.why}>
      <b>Why:</b> {[...new Set(reasons.map(({ text }) => text))].join(' ')}
    </p>
  );
}
