// What stands in the cells of a play, of a group of plays, and of a stream that still plays.
import type { PlayLine } from '../../../src-contract/play.ts';
import { formatBitrate, formatSpan } from '../../../src-contract/text/format.ts';
import { reasonWords } from '../../../src-contract/text/reasons.ts';
import { describeItem, describePlayer, describeShare } from '../../../src-contract/text/words.ts';
import { DecisionChip } from '../../parts/decision-chip.tsx';
import type { ColumnName } from './columns.ts';
import type { Group } from './order.ts';
import styles from './row.module.css';
import { describeDate, describeGroup, describeLocation, describePlays, describeTime } from './words.ts';

/** A play, or a stream that has no end yet. */
export type Shown = Pick<
  PlayLine,
  | 'serverId'
  | 'user'
  | 'item'
  | 'player'
  | 'network'
  | 'stream'
  | 'reasons'
  | 'startedAtMs'
  | 'watchedMs'
  | 'pausedMs'
  | 'percent'
  | 'watched'
  | 'group'
> & { stoppedAtMs: number | null };

export type CellProps = {
  line: Shown;
  group: Group;
  nowMs: number;
  serverNameOf: (serverId: string) => string;
};

/** Several plays in one line. */
export const isGroup = ({ group }: Pick<Shown, 'group'>): boolean => (group?.plays ?? 1) > 1;

export function Cell({ name, ...props }: CellProps & { name: ColumnName }) {
  const { line, nowMs } = props;
  const many = isGroup(line) ? line.group : null;
  switch (name) {
    case 'when':
      return many ? describeDate(many.lastAtMs, nowMs) : <Moment atMs={line.stoppedAtMs ?? nowMs} nowMs={nowMs} />;
    case 'started': {
      const atMs = many?.firstAtMs ?? line.startedAtMs;
      if (atMs === null) return null;
      return many ? describeDate(atMs, nowMs) : <Moment atMs={atMs} nowMs={nowMs} />;
    }
    case 'user':
      return many && many.users > 1 ? `${many.users} people` : <bdi>{line.user.name}</bdi>;
    case 'title':
      return <Title {...props} />;
    case 'server':
      return props.serverNameOf(line.serverId);
    case 'library':
      return line.item.librarySectionTitle;
    case 'watchedMs': {
      const watchedMs = many?.watchedMs ?? line.watchedMs;
      return watchedMs === null ? null : formatSpan(watchedMs);
    }
    case 'player':
    case 'address':
    case 'location':
    case 'platform':
    case 'decision':
    case 'percent':
    case 'pausedMs':
    case 'bandwidth':
    case 'why':
      return many ? null : <OfOne name={name} line={line} />;
  }
}

type OneName =
  | 'player'
  | 'address'
  | 'location'
  | 'platform'
  | 'decision'
  | 'percent'
  | 'pausedMs'
  | 'bandwidth'
  | 'why';

/** What only a single play has. */
function OfOne({ name, line }: { name: OneName; line: Shown }) {
  const { player, network, stream } = line;
  switch (name) {
    case 'player':
      return describePlayer(player);
    case 'address':
      return player.address ?? player.publicAddress;
    case 'location':
      return describeLocation(network.location);
    case 'platform':
      return player.platform;
    case 'decision':
      return stream === null ? (
        <span className={styles.quiet}>not known</span>
      ) : (
        <DecisionChip stream={{ ...stream, confirmed: line.stoppedAtMs === null ? stream.confirmed : true }} />
      );
    case 'percent':
      return <Progress line={line} />;
    case 'pausedMs':
      return line.pausedMs === null || line.pausedMs < 1000 ? null : formatSpan(line.pausedMs);
    case 'bandwidth':
      return network.bandwidthKbps === null ? null : formatBitrate(network.bandwidthKbps);
    case 'why':
      return <Why reasons={line.reasons} />;
  }
}

function Moment({ atMs, nowMs }: { atMs: number; nowMs: number }) {
  return (
    <time dateTime={new Date(atMs).toISOString()}>
      {describeDate(atMs, nowMs)} <span className={styles.quiet}>{describeTime(atMs)}</span>
    </time>
  );
}

/** In a word or two; the sentences come with the mouse, and in the detail. */
function Why({ reasons }: Pick<Shown, 'reasons'>) {
  const [first, ...others] = reasons;
  if (first === undefined) return null;
  return (
    <span className={styles.quiet} title={reasons.map(({ text }) => text).join('\n')}>
      {reasonWords[first.code].title}
      {others.length > 0 && ` + ${others.length}`}
    </span>
  );
}

export function Title({ line, group, nowMs }: Pick<CellProps, 'line' | 'group' | 'nowMs'>) {
  const { title, line: rest } = describeItem(line.item);
  const many = isGroup(line) ? line.group : null;
  const name = many && (group === 'series' || group === 'season') ? describeGroup(line, group) : title;
  const below = many ? describePlays(many, nowMs) : rest;
  return (
    <>
      <b dir="auto" className={styles.title}>
        {name}
      </b>
      {below !== null && <span className={styles.quiet}> {below}</span>}
    </>
  );
}

export function Progress({ line }: { line: Shown }) {
  return (
    <span className={styles.progress}>
      {line.percent !== null && (
        <span className={styles.bar} aria-hidden="true">
          <span style={{ transform: `scaleX(${Math.min(1, line.percent / 100)})` }} />
        </span>
      )}
      <span className={styles.quiet}>{describeProgress(line)}</span>
    </span>
  );
}

function describeProgress({ watched, percent }: Shown): string {
  return !watched && percent === null ? 'not known' : describeShare({ watched, percent });
}
