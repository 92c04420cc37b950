// Asks once before plays leave the history, and says that they can come back.
import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import dialog from '../../parts/dialog.module.css';

type Props = { playIds: readonly string[] | null; onDelete: (playIds: readonly string[]) => void; onClose: () => void };

export function DeleteDialog({ playIds, onDelete, onClose }: Props) {
  // The question stays readable while the dialog fades.
  const [last, setLast] = useState(playIds);
  if (playIds !== null && playIds !== last) setLast(playIds);
  const count = last?.length ?? 0;
  return (
    <Dialog.Root open={playIds !== null} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.veil} />
        <Dialog.Popup className={dialog.popup}>
          <Dialog.Title className={dialog.title}>
            {count === 1 ? 'Delete this play?' : `Delete ${count.toLocaleString('en-GB')} plays?`}
          </Dialog.Title>
          <div className={dialog.form}>
            <Dialog.Description>
              {count === 1 ? 'It leaves' : 'They leave'} the history and its charts. Nothing changes in Plex.{' '}
              {count === 1 ? 'It' : 'They'} can be brought back: the filter “Deleted plays” shows{' '}
              {count === 1 ? 'it' : 'them'}.
            </Dialog.Description>
            <div className={dialog.acts}>
              <Dialog.Close render={<Button />}>Keep {count === 1 ? 'it' : 'them'}</Dialog.Close>
              <Button
                look="danger"
                onClick={() => {
                  onClose();
                  if (playIds !== null) onDelete(playIds);
                }}
              >
                Delete
              </Button>
            </div>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
