// Reads the history anew when a stream has ended, the past has changed or the connection is back, so that what is open
// stays true.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LiveStore } from './live-store.ts';

/** The recorder writes within 200 ms; a second is safe and still feels at once. */
const writtenAfterMs = 1000;

export function refreshHistory(
  store: LiveStore<unknown>,
  queries: QueryClient,
  queryKeys: readonly QueryKey[],
): () => void {
  let { snapshot, link } = store.view();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readAgain = () => {
    for (const queryKey of queryKeys) void queries.invalidateQueries({ queryKey });
  };
  return store.subscribe(() => {
    const view = store.view();
    const before = { snapshot, link };
    ({ snapshot, link } = view);
    const listed = new Set(snapshot?.sessions.map(({ id }) => id));
    const ended =
      before.snapshot?.sessions !== snapshot?.sessions && before.snapshot?.sessions.some(({ id }) => !listed.has(id));
    const back = before.link.kind !== 'live' && link.kind === 'live';
    if (back || before.snapshot?.pastRevision !== snapshot?.pastRevision) readAgain();
    if (ended !== true) return;
    clearTimeout(timer);
    timer = setTimeout(readAgain, writtenAfterMs);
  });
}
