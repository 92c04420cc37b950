// Asks plainly what becomes of the history before a server is removed.
import { Dialog } from '@base-ui/react/dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Server } from '../../src-contract/server.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee } from '../client/marquee.ts';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import styles from './dialog.module.css';
import card from './server-card.module.css';

type Props = { server: Server | null; onClose: () => void };

export function RemoveServerDialog({ server, onClose }: Props) {
  // The question stays readable while the dialog fades.
  const [last, setLast] = useState(server);
  if (server !== null && server !== last) setLast(server);
  return (
    <Dialog.Root open={server !== null} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.veil} />
        <Dialog.Popup className={styles.popup}>
          {last !== null && <Question key={last.id} server={last} onClose={onClose} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const choices = [
  { value: 'keep', says: 'Keep its history', hint: 'it can be joined to another server later' },
  { value: 'delete', says: 'Delete its history', hint: 'for good' },
] as const;

function Question({ server: { id, name }, onClose }: { server: Server; onClose: () => void }) {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const [history, setHistory] = useState<'keep' | 'delete'>('keep');
  const remove = useMutation(
    procedures.servers.remove.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries();
        onClose();
      },
    }),
  );
  return (
    <div className={styles.form}>
      <Dialog.Title className={styles.title}>Watch {name} no more?</Dialog.Title>
      <Dialog.Description className={card.quiet}>
        Nothing changes on the server itself. What plays there is not seen any more.
      </Dialog.Description>
      <Choices name="history" value={history} choices={choices} onChange={setHistory} />
      {remove.isError && (
        <p role="alert" className={card.problem}>
          {describeProblem(remove.error)}
        </p>
      )}
      <div className={styles.acts}>
        <Dialog.Close render={<Button />}>Go on watching it</Dialog.Close>
        <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate({ serverId: id, history })}>
          {history === 'keep' ? 'Remove it' : 'Remove it and delete its history'}
        </Button>
      </div>
    </div>
  );
}
