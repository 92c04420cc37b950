// Gives a server another name here; without one it has its own.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Server } from '../../src-contract/server.ts';
import { describeField, describeProblem } from '../client/describe-problem.ts';
import { useMarquee } from '../client/marquee.ts';
import { Button } from './button.tsx';
import styles from './server-card.module.css';

export function RenameServer({ server: { id, name } }: { server: Server }) {
  const { procedures } = useMarquee();
  const [typed, setTyped] = useState<string | null>(null);
  const update = useMutation(procedures.servers.update.mutationOptions({ onSuccess: () => setTyped(null) }));
  if (typed === null) return <Button onClick={() => setTyped(name)}>Rename</Button>;

  function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = typed?.trim() ?? '';
    update.mutate({ serverId: id, name: wanted === '' ? null : wanted });
  }
  const wrong = describeField(update.error, 'name') ?? (update.error && describeProblem(update.error));
  return (
    <form className={styles.inline} onSubmit={submit}>
      <input
        aria-label={`New name of ${name}`}
        placeholder="its own name"
        maxLength={100}
        value={typed}
        ref={focusAtOnce}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
      />
      <Button type="submit" disabled={update.isPending}>
        Rename
      </Button>
      <Button onClick={() => setTyped(null)}>Keep it</Button>
      {wrong && (
        <p role="alert" className={styles.problem}>
          {wrong}
        </p>
      )}
    </form>
  );
}

function focusAtOnce(input: HTMLInputElement | null): void {
  input?.select();
}
