// The heads of the columns: a click sorts, another turns it round.
import { useNarrow } from './use-narrow.ts';
import { type ColumnName, columns as known } from './columns.ts';
import { type Order, sortBy } from './order.ts';
import styles from './table.module.css';

type Props = {
  columns: readonly ColumnName[];
  order: Order;
  onOrder: (order: Order) => void;
  isAllChosen: boolean;
  onChooseAll: () => void;
};

export function Heads({ columns, order, onOrder, isAllChosen, onChooseAll }: Props) {
  const isNarrow = useNarrow();
  return (
    <div role="rowgroup" className={isNarrow ? 'visually-hidden' : styles.headRoom}>
      <div role="row" aria-rowindex={1} className={styles.heads}>
        <span role="columnheader" aria-label="Choose">
          {!isNarrow && <input type="checkbox" aria-label="Choose all" checked={isAllChosen} onChange={onChooseAll} />}
        </span>
        {isNarrow && <span role="columnheader">Play</span>}
        {columns.map((column) => {
          const { name, sort } = known[column];
          if (sort === null) {
            return (
              <span key={column} role="columnheader" className={styles.head}>
                {name}
              </span>
            );
          }
          const isSorted = order.sort === sort;
          const says = order.order === 'asc' ? 'ascending' : 'descending';
          return (
            <span key={column} role="columnheader" aria-sort={isSorted ? says : 'none'} className={styles.head}>
              <button type="button" className={styles.sort} onClick={() => onOrder(sortBy(order, sort))}>
                {name}
                <span aria-hidden="true" className={styles.way}>
                  {isSorted ? (order.order === 'asc' ? '↑' : '↓') : ''}
                </span>
              </button>
            </span>
          );
        })}
      </div>
    </div>
  );
}
