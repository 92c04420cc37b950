// Reads the history anew when a stream has ended or the connection is back, so that an open list stays true.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LiveStore } from './live-store.ts';

/** The recorder writes within 200 ms; a second is safe and still feels at once. */
const writtenAfterMs = 1000;

export function refreshHistory(store: LiveStore<unknown>, queries: QueryClient, queryKey: QueryKey): () => void {
  let sessions = store.view().snapshot?.sessions;
  let link = store.view().link.kind;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return store.subscribe(() => {
    const view = store.view();
    const listed = new Set(view.snapshot?.sessions.map(({ id }) => id));
    const ended = sessions !== view.snapshot?.sessions && sessions?.some(({ id }) => !listed.has(id));
    const back = link !== 'live' && view.link.kind === 'live';
    sessions = view.snapshot?.sessions;
    link = view.link.kind;
    if (ended !== true && !back) return;
    clearTimeout(timer);
    timer = setTimeout(() => void queries.invalidateQueries({ queryKey }), ended === true ? writtenAfterMs : 0);
  });
}
