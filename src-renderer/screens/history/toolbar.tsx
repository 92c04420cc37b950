// How the list is grouped, which columns it has, and the list as a file.
import { Menu } from '@base-ui/react/menu';
import { ExportMenu } from '../../parts/export-menu.tsx';
import type { Filter } from '../../parts/filter/filter-address.ts';
import { Icon } from '../../parts/icon.tsx';
import { Button } from '../../parts/button.tsx';
import menu from '../../parts/menu.module.css';
import { chooseColumns, columnNames, type ColumnName, columns as known } from './columns.ts';
import type { Group, Order } from './order.ts';
import styles from './history.module.css';

const groups: ReadonlyArray<{ value: Group; says: string }> = [
  { value: 'none', says: 'Every play' },
  { value: 'viewing', says: 'Resumed plays together' },
  { value: 'series', says: 'By series' },
  { value: 'season', says: 'By season' },
];

type Props = {
  order: Order;
  onOrder: (order: Order) => void;
  /** Those that are chosen, and those of them that there is room for. */
  columns: { wanted: readonly ColumnName[]; shown: readonly ColumnName[] };
  filter: Filter;
};

export function Toolbar({ order, onOrder, columns: { wanted, shown }, filter }: Props) {
  return (
    <div className={styles.tools}>
      <Menu.Root modal={false}>
        <Menu.Trigger render={<Button look="bare" />}>
          {groups.find(({ value }) => value === order.group)?.says}
          <Icon name="chevron" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner align="end" sideOffset={4} className={menu.positioner}>
            <Menu.Popup className={menu.popup} aria-label="Group">
              <Menu.RadioGroup value={order.group} onValueChange={(group: Group) => onOrder({ ...order, group })}>
                {groups.map(({ value, says }) => (
                  <Menu.RadioItem key={value} value={value} closeOnClick className={menu.item}>
                    <Tick>
                      <Menu.RadioItemIndicator>
                        <Icon name="check" />
                      </Menu.RadioItemIndicator>
                    </Tick>
                    {says}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Menu.Root modal={false}>
        <Menu.Trigger render={<Button look="bare" className={styles.wideOnly} />}>
          Columns
          <Icon name="chevron" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner align="end" sideOffset={4} className={menu.positioner}>
            <Menu.Popup className={menu.popup}>
              {columnNames.map((name) => (
                <Menu.CheckboxItem
                  key={name}
                  className={menu.item}
                  checked={wanted.includes(name)}
                  disabled={name === 'title'}
                  onCheckedChange={(checked) =>
                    chooseColumns(checked ? [...wanted, name] : wanted.filter((one) => one !== name))
                  }
                >
                  <Tick>
                    <Menu.CheckboxItemIndicator>
                      <Icon name="check" />
                    </Menu.CheckboxItemIndicator>
                  </Tick>
                  {known[name].name}
                  {wanted.includes(name) && !shown.includes(name) && <i className={styles.noRoom}>no room now</i>}
                </Menu.CheckboxItem>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <ExportMenu filter={filter} />
    </div>
  );
}

function Tick({ children }: { children: React.ReactNode }) {
  return <span className={menu.tick}>{children}</span>;
}
