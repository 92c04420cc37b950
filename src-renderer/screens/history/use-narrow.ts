// Whether a row has too little room for columns.
import { useSyncExternalStore } from 'react';

const query = '(max-width: 860px)';

export function useNarrow(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(query).matches);
}

function listen(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}
