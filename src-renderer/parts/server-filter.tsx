// Which server's streams are shown; only there when there is a choice.
import { Menu } from '@base-ui/react/menu';
import type { Server } from '../../src-contract/server.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './menu.module.css';

type Props = { servers: readonly Server[]; chosen: string | null; onChoose: (serverId: string | null) => void };

const all = 'all';

export function ServerFilter({ servers, chosen, onChoose }: Props) {
  if (servers.length < 2) return null;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<Button look="bare" />}>
        {servers.find(({ id }) => id === chosen)?.name ?? 'All servers'}
        <Icon name="chevron" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className={styles.positioner}>
          <Menu.Popup className={styles.popup}>
            <Menu.RadioGroup value={chosen ?? all} onValueChange={(value) => onChoose(value === all ? null : value)}>
              {[{ id: all, name: 'All servers' }, ...servers].map(({ id, name }) => (
                <Menu.RadioItem key={id} value={id} closeOnClick className={styles.item}>
                  <span className={styles.tick}>
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {name}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
