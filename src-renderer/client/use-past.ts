// What each server remembers of the time before Marquee, and whether it was taken over.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BackfillView } from '../../src-contract/import.ts';
import { useMarquee } from './marquee.ts';

const soonMs = 700;
const laterMs = 20_000;

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
    // What comes is for the lists and charts, too; they look again by themselves.
    refetchInterval: ({ state }) => (state.data?.some((one) => one.past === 'running') === true ? soonMs : laterMs),
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
