// Everything that is known of one play, in a panel that slides in from the right.
import { ORPCError } from '@orpc/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { PlayDetail } from '../../../src-contract/play.ts';
import { describeEnding, describeItem, describePlayer } from '../../../src-contract/text/words.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import { DecisionChip } from '../../parts/decision-chip.tsx';
import { addPoint, type Filter } from '../../parts/filter/filter-address.ts';
import { Poster } from '../../parts/poster.tsx';
import { toDescribedGap } from './gap-words.ts';
import { Delivery, Facts } from './detail-parts.tsx';
import { Others } from './detail-others.tsx';
import { toItemPage, toUserPage } from '../things/links.ts';
import styles from './detail.module.css';
import { TimelinePart } from './timeline-part.tsx';
import { describeExperience, describeWhen } from './words.ts';

type Props = {
  playId: string;
  filter: Filter;
  serverNameOf: (serverId: string) => string;
  onShow: (playId: string | null) => void;
  onFilter: (filter: Filter) => void;
  onDelete: (playId: string) => void;
  onRestore: (playId: string) => void;
};

export function Detail(props: Props) {
  const { playId, onShow } = props;
  const { procedures } = useMarquee();
  const detail = useQuery(procedures.history.detail.queryOptions({ input: { playId }, retry: 1 }));
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where the list has the keys they stay: one walks through it with the panel open.
    if (document.activeElement?.closest('[role$="grid"]') == null) panel.current?.focus({ preventScroll: true });
  }, []);
  return (
    <aside ref={panel} tabIndex={-1} aria-label="Play" className={styles.panel}>
      <div className={styles.top}>
        <h2 className={styles.title}>{detail.data ? describeItem(detail.data.play.item).title : 'Play'}</h2>
        <Button look="bare" aria-label="Close" onClick={() => onShow(null)}>
          ×
        </Button>
      </div>
      {/* What scrolls can be scrolled by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.body} role="region" aria-label="About this play" tabIndex={0}>
        {detail.isPending && <p className={styles.quiet}>Reading…</p>}
        {detail.isError && (
          <>
            <p role="alert">{describeProblem(detail.error)}</p>
            <p className={styles.acts}>
              {isUnknown(detail.error) ? (
                <Button onClick={() => onShow(null)}>Back to the history</Button>
              ) : (
                <Button onClick={() => void detail.refetch()}>Try again</Button>
              )}
            </p>
          </>
        )}
        {detail.data && <Told {...props} detail={detail.data} />}
      </div>
    </aside>
  );
}

function Told({ detail, filter, serverNameOf, onShow, onFilter, onDelete, onRestore }: Props & { detail: PlayDetail }) {
  const { play } = detail;
  const { procedures } = useMarquee();
  const { startedAtMs, stoppedAtMs, serverId } = play;
  const gaps = useQuery({
    ...procedures.gaps.list.queryOptions({
      input: { server: serverId, fromMs: startedAtMs ?? stoppedAtMs, toMs: stoppedAtMs },
    }),
    enabled: startedAtMs !== null,
    retry: false,
  });
  const found = gaps.data?.gaps ?? noGaps;
  const { line } = describeItem(play.item);
  const player = describePlayer(play.player);
  const sentences = describeExperience(play);
  return (
    <>
      <div className={styles.head}>
        <Poster serverId={serverId} item={play.item} />
        <div>
          {line !== null && <p>{line}</p>}
          <p>
            <b>
              <bdi>
                <a href={toUserPage(play.user.id)}>{play.user.name}</a>
              </bdi>
            </b>
            {player !== '' && ` · ${player}`}
          </p>
          <p className={styles.quiet}>{describeWhen(startedAtMs, stoppedAtMs, Date.now())}</p>
          <p className={styles.quiet}>{describeEnding(play.endedBy)}</p>
          {play.stream !== null && (
            <p>
              <DecisionChip stream={{ ...play.stream, confirmed: true }} />
            </p>
          )}
        </div>
      </div>
      <p className={styles.acts}>
        <Button onClick={() => onFilter(addPoint({}, { user: play.user.id }))}>All of {play.user.name}</Button>
        {play.itemKey !== null && (
          <Button onClick={() => onFilter(addPoint({}, { item: play.itemKey ?? '' }))}>All plays of this</Button>
        )}
        {play.itemKey !== null && <a href={toItemPage(play.itemKey)}>About the title</a>}
        {play.seriesKey !== null && play.seriesKey !== play.itemKey && (
          <a href={toItemPage(play.seriesKey, 'series')}>
            About the {play.item.type === 'track' ? 'artist' : 'series'}
          </a>
        )}
        {play.removedAtMs === null ? (
          <Button onClick={() => onDelete(play.id)}>Delete…</Button>
        ) : (
          <Button onClick={() => onRestore(play.id)}>Restore</Button>
        )}
      </p>
      <section aria-labelledby="detail-course">
        <h3 id="detail-course">How it went</h3>
        {sentences.length > 0 && <p>{sentences.join(' ')}</p>}
        {found.map((gap) => (
          <p key={gap.fromMs}>{toDescribedGap(gap, stoppedAtMs)}</p>
        ))}
        <TimelinePart detail={detail} gaps={found} />
      </section>
      <Delivery play={play} />
      <Others detail={detail} onShow={onShow} onPoint={(point) => onFilter(addPoint(dropView(filter), point))} />
      <Facts play={play} serverName={serverNameOf(serverId)} />
    </>
  );
}

/** A link may be older than the play is kept. */
function isUnknown(error: Error): boolean {
  return error instanceof ORPCError && error.code === 'UNKNOWN_PLAY';
}

const noGaps: never[] = [];

/** Another person's plays are not to be hidden by what was looked for here. */
function dropView(filter: Filter): Filter {
  return filter.zone === undefined ? {} : { zone: filter.zone };
}
