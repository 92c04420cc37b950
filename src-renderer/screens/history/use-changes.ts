// Deleting plays and bringing them back; what was done last can be undone.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMarquee } from '../../client/marquee.ts';

export type Done = { kind: 'deleted' | 'restored'; playIds: readonly string[]; changed: number };

export type Changes = {
  done: Done | null;
  error: Error | null;
  isRunning: boolean;
  /** Resolves also when it failed; then `error` says why. */
  change: (kind: Done['kind'], playIds: readonly string[]) => void;
  forget: () => void;
};

/** The core takes so many at once. */
const mostAtOnce = 1000;

export function useChanges(): Changes {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);
  const change = useMutation({
    mutationFn: async ({ kind, playIds }: Omit<Done, 'changed'>) => {
      const { remove, restore } = procedures.history;
      let changed = 0;
      for (let start = 0; start < playIds.length; start += mostAtOnce) {
        const some = { playIds: playIds.slice(start, start + mostAtOnce) };
        changed += (await (kind === 'deleted' ? remove.call(some) : restore.call(some))).changed;
      }
      return changed;
    },
    onSuccess: (changed, { kind, playIds }) => setDone({ kind, playIds, changed }),
    onSettled: () => queries.invalidateQueries({ queryKey: procedures.history.key() }),
  });
  return {
    done,
    error: change.error,
    isRunning: change.isPending,
    change: (kind, playIds) => {
      setDone(null);
      change.mutate({ kind, playIds });
    },
    forget: () => {
      setDone(null);
      change.reset();
    },
  };
}
