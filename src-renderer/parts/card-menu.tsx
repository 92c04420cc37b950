// The rest of what can be done with a session.
import { Menu } from '@base-ui/react/menu';
import type { Session } from '../../src-contract/session.ts';
import { describeSession, isTranscoding } from '../../src-contract/text/words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './menu.module.css';
import type { CardAct } from './session-card.tsx';

type Props = {
  session: Session;
  open: boolean;
  canAct: boolean;
  onToggle: (sessionId: string) => void;
  onAct: (sessionId: string, act: CardAct) => void;
};

export function CardMenu({ session, open, canAct, onToggle, onAct }: Props) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<Button look="bare" aria-label={`More for ${describeSession(session)}`} />}>
        <Icon name="more" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className={styles.positioner}>
          <Menu.Popup className={styles.popup}>
            <Menu.Item className={styles.item} onClick={() => onToggle(session.id)}>
              {open ? 'Hide details' : 'Show details'}
            </Menu.Item>
            {isTranscoding(session.stream) && (
              <Menu.Item className={styles.item} disabled={!canAct} onClick={() => onAct(session.id, 'stop-transcode')}>
                Stop transcode…
              </Menu.Item>
            )}
            <Menu.Item className={styles.item} disabled={!canAct} onClick={() => onAct(session.id, 'stop')}>
              Stop stream…
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
