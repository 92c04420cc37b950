// What the owner chose: shown as changed at once, kept by the core, and put back when it could not be kept.
import { ORPCError } from '@orpc/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  applyChange,
  type OwnerSettings,
  type SettingsChange,
  type SettingsPage,
} from '../../src-contract/settings.ts';
import { useMarquee } from './marquee.ts';

export type SettingsView = {
  settings: OwnerSettings | null;
  /** Null while all is well. */
  problem: string | null;
  saved: boolean;
  change: (change: (now: OwnerSettings) => SettingsChange) => void;
  reset: (page: SettingsPage) => void;
};

/** The tray changes them too, so an open page looks again now and then. */
const lookAgainMs = 5000;

export function useSettings(): SettingsView {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const queryKey = procedures.settings.get.queryKey();
  const query = useQuery(procedures.settings.get.queryOptions({ refetchInterval: lookAgainMs }));
  const after = {
    // One after the other, so that the last word is the last one said.
    scope: { id: 'settings' },
    onSettled: () =>
      void (queries.isMutating({ mutationKey: ['settings'] }) <= 1 && queries.invalidateQueries({ queryKey })),
  };
  const update = useMutation({ ...procedures.settings.update.mutationOptions(after), mutationKey: ['settings'] });
  const back = useMutation({ ...procedures.settings.reset.mutationOptions(after), mutationKey: ['settings'] });
  const failure = update.error ?? back.error;
  return {
    settings: query.data ?? null,
    problem: failure === null ? (query.isError ? 'The settings cannot be read now.' : null) : describeFailure(failure),
    saved: update.isSuccess || back.isSuccess,
    change: (toChange) => {
      const now = queries.getQueryData(queryKey);
      if (now === undefined) return;
      const change = toChange(now);
      void queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, applyChange(now, change));
      back.reset();
      update.mutate(change);
    },
    reset: (page) => {
      update.reset();
      back.mutate({ page });
    },
  };
}

function describeFailure(error: Error): string {
  if (error instanceof ORPCError && error.code === 'SETTINGS_NOT_KEPT')
    return 'This could not be written to disk, so nothing has changed. Is it full?';
  return 'This did not reach Marquee, so nothing has changed. Try again.';
}
