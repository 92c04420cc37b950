// Light or dark: as the system has it, or as this browser was told. Kept in the browser, so that nothing flashes.
import { useSyncExternalStore } from 'react';
import { z } from 'zod';

export const themeSchema = z.enum(['system', 'light', 'dark']).catch('system');
export type Theme = z.infer<typeof themeSchema>;

const place = 'marquee-theme';
const changed = 'marquee-theme-changed';

export function readTheme(): Theme {
  return themeSchema.parse(localStorage.getItem(place));
}

/** Called before the first paint, and after every change. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(place);
  else localStorage.setItem(place, theme);
  applyTheme(theme);
  dispatchEvent(new Event(changed));
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, readTheme);
}

/** Other pages of this browser may choose, too. */
function listen(listener: () => void): () => void {
  function heed() {
    applyTheme(readTheme());
    listener();
  }
  addEventListener(changed, listener);
  addEventListener('storage', heed);
  return () => {
    removeEventListener(changed, listener);
    removeEventListener('storage', heed);
  };
}
