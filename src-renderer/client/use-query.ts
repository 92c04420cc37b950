// What stands behind the `?` of the address: filters and the like. Changing it is a step that Back undoes.
import { useMemo, useSyncExternalStore } from 'react';
import { listenToAddress } from './use-route.ts';

/** `replace`: no step of its own, as for the next letter of a word that is being typed. */
export type Step = 'push' | 'replace';

export function useQueryPart(): URLSearchParams {
  const text = useSyncExternalStore(listenToAddress, readText);
  return useMemo(() => new URLSearchParams(text), [text]);
}

/** Changes the part behind the `?`, and the path before it when one is given. */
export function changeQuery(change: (query: URLSearchParams) => void, step: Step = 'push', path?: string): void {
  const query = new URLSearchParams(readText());
  change(query);
  const text = query.toString();
  const before = path ?? location.hash.split('?')[0];
  const hash = `${before === '' || before === undefined ? '#/live' : before}${text === '' ? '' : `?${text}`}`;
  if (hash === location.hash) return;
  if (step === 'push') history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function readText(): string {
  const at = location.hash.indexOf('?');
  return at === -1 ? '' : location.hash.slice(at + 1);
}
