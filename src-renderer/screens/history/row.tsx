// One row: a play or a group of plays. Wide it is a line of the chosen columns, narrow it takes two lines.
import { memo, type MouseEvent } from 'react';
import { classNames } from '../../parts/class-names.ts';
import { DecisionChip } from '../../parts/decision-chip.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Cell, type CellProps, isGroup, Progress, Title } from './cells.tsx';
import type { ColumnName } from './columns.ts';
import styles from './row.module.css';
import { describePlay, describeWhen } from './words.ts';

type Props = CellProps & {
  /** Counted from the top of the table. */
  row: number;
  isNarrow: boolean;
  isUnder: boolean;
  isOpened: boolean;
  isCurrent: boolean;
  isShown: boolean;
  /** Null where it cannot be chosen. */
  isChosen: boolean | null;
  columns: readonly ColumnName[];
  onAct: (row: number, act: 'open' | 'choose' | 'choose-to') => void;
};

export const Row = memo(function Row(props: Props) {
  const { row, line, isNarrow, isUnder, isOpened, isCurrent, isShown, isChosen, columns, onAct } = props;
  const many = isGroup(line);
  const name = describePlay(line);

  function click(event: MouseEvent) {
    if (event.target instanceof Element && event.target.closest('label') !== null) return;
    onAct(row, event.shiftKey && isChosen !== null ? 'choose-to' : 'open');
  }

  const box = (
    <span role="gridcell" className={styles.box}>
      {many ? (
        <span className={classNames(styles.chevron, isOpened && styles.isOpened)}>
          <Icon name="chevron" />
        </span>
      ) : (
        isChosen !== null && (
          <label>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={`Choose ${name}`}
              checked={isChosen}
              onChange={() => {}}
              onClick={(event) => onAct(row, event.shiftKey ? 'choose-to' : 'choose')}
            />
          </label>
        )
      )}
    </span>
  );
  return (
    // Keys are heard by the table, which knows where they lead.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isChosen ?? undefined}
      aria-expanded={many ? isOpened : undefined}
      aria-level={props.group === 'none' ? undefined : isUnder ? 2 : 1}
      tabIndex={isCurrent ? 0 : -1}
      data-row={row}
      className={classNames(
        styles.row,
        isUnder && styles.under,
        isShown && styles.shown,
        isChosen === true && styles.isChosen,
      )}
      onClick={click}
    >
      {box}
      {isNarrow ? (
        <Narrow {...props} />
      ) : (
        columns.map((column) => (
          <span key={column} role="gridcell" className={classNames(styles.cell, styles[lookOf[column] ?? 'words'])}>
            <Cell {...props} name={column} />
          </span>
        ))
      )}
    </div>
  );
});

/** Words take two lines; the title has one for itself. */
const lookOf: Partial<Record<ColumnName, 'lines' | 'whole'>> = {
  when: 'lines',
  title: 'lines',
  decision: 'whole',
  percent: 'whole',
};

function Narrow(props: CellProps) {
  const { line, nowMs } = props;
  const many = isGroup(line);
  return (
    <span role="gridcell" className={styles.narrow}>
      <span className={styles.cell}>
        <Title {...props} />
      </span>
      <span className={styles.how}>
        {!many && line.stream !== null && <DecisionChip stream={{ ...line.stream, confirmed: true }} />}
        {many && <Cell {...props} name="watchedMs" />}
      </span>
      <span className={classNames(styles.cell, styles.quiet)}>
        <Cell {...props} name="user" /> ·{' '}
        {many ? <Cell {...props} name="when" /> : describeWhen(line.startedAtMs, line.stoppedAtMs, nowMs)}
      </span>
      <span className={styles.how}>{!many && <Progress line={line} />}</span>
    </span>
  );
}

/** In the place of a play that is still being read. */
export function RowToCome({ row }: { row: number }) {
  return (
    <div role="row" aria-rowindex={row + 2} aria-busy="true" className={styles.row}>
      <span role="gridcell" className={styles.toCome}>
        <span className="visually-hidden">Being read</span>
      </span>
    </div>
  );
}
