// Shows which keys do what.
import { Dialog } from '@base-ui/react/dialog';
import { screens } from '../client/screens.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

const keys: ReadonlyArray<readonly [readonly string[], string]> = [
  ...screens.map(({ key, name }) => [[key], name] as const),
  [['j', 'k'], 'Next and previous stream or play'],
  [['/'], 'Search the history'],
  [['Enter'], 'Open and close the details'],
  [['Space'], 'Choose a play; with Shift all up to it'],
  [['s'], 'Stop the stream; asks first'],
  [['?'], 'These keys'],
  [['Esc'], 'Close what is open'],
];

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.veil} />
        <Dialog.Popup className={styles.popup}>
          <Dialog.Title className={styles.title}>Keys</Dialog.Title>
          <dl className={styles.keys}>
            {keys.map(([names, does]) => (
              <div key={does} className={styles.key}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <div className={styles.acts}>
            <Dialog.Close render={<Button look="main" />}>Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
