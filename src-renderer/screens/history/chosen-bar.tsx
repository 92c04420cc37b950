// What can be done with the chosen plays, and what has just been done with some.
import { describeProblem } from '../../client/describe-problem.ts';
import { Button } from '../../parts/button.tsx';
import styles from './history.module.css';
import type { Changes } from './use-changes.ts';

type Props = {
  chosen: number;
  isDeleted: boolean;
  changes: Changes;
  onDelete: () => void;
  onRestore: () => void;
  onClear: () => void;
};

export function ChosenBar({ chosen, isDeleted, changes, onDelete, onRestore, onClear }: Props) {
  const { done, error, change, forget } = changes;
  return (
    <>
      <div role="status" className={styles.status}>
        {done !== null && (
          <p className={styles.done}>
            {count(done.changed)} {done.kind === 'deleted' ? 'deleted.' : 'brought back.'}
            <Button onClick={() => change(done.kind === 'deleted' ? 'restored' : 'deleted', done.playIds)}>Undo</Button>
            <Button look="bare" aria-label="Close this message" onClick={forget}>
              ×
            </Button>
          </p>
        )}
      </div>
      {error !== null && (
        <p role="alert" className={styles.failed}>
          {describeProblem(error)}
          <Button look="bare" aria-label="Close this message" onClick={forget}>
            ×
          </Button>
        </p>
      )}
      {chosen > 0 && (
        <div className={styles.chosen} role="toolbar" aria-label="Chosen plays">
          <span>{count(chosen)} chosen</span>
          {isDeleted ? (
            <Button disabled={changes.isRunning} onClick={onRestore}>
              Restore
            </Button>
          ) : (
            <Button disabled={changes.isRunning} onClick={onDelete}>
              Delete…
            </Button>
          )}
          <Button look="bare" onClick={onClear}>
            Choose none
          </Button>
        </div>
      )}
    </>
  );
}

function count(plays: number): string {
  return plays === 1 ? 'One play' : `${plays.toLocaleString('en-GB')} plays`;
}
