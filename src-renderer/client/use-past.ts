// What each server remembers of the time before Marquee, and whether it was taken over.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BackfillView } from '../../src-contract/import.ts';
import { useMarquee } from './marquee.ts';

const soonMs = 700;
const laterMs = 20_000;
/** Some seconds after it is first reached, a server is asked how much it remembers. */
const firstMs = 2500;

function toInterval(views: readonly BackfillView[]): number {
  if (views.some(({ past }) => past === 'running')) return soonMs;
  return views.some(({ lastRunAtMs, failure }) => lastRunAtMs === null && failure === null) ? firstMs : laterMs;
}

export type Past = {
  views: readonly BackfillView[];
  start: (serverId: string) => void;
  /** That it did not begin. */
  failure: Error | null;
};

export function usePast(): Past {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const queryKey = procedures.backfill.progress.queryKey();
  const past = useQuery({
    ...procedures.backfill.progress.queryOptions(),
    retry: false,
    // For how far it is; what has come is read again with the lists and charts (refresh-history.ts).
    refetchInterval: ({ state }) => toInterval(state.data ?? []),
  });
  const start = useMutation(
    procedures.backfill.start.mutationOptions({ onSettled: () => void queries.invalidateQueries({ queryKey }) }),
  );
  return {
    views: past.data ?? [],
    start: (serverId) => start.mutate({ serverId }),
    failure: start.error,
  };
}
