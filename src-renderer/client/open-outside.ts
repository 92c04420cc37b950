// Opens a page of others in the system's browser. A browser lets only a click do so, and the address comes later.
import { hasBridge } from './port.ts';

export type Outside = { go: (uri: string) => void; close: () => void };

/** Call it in the click itself. On the desktop the app hands the address to the browser; here a tab waits for it. */
export function openOutside(): Outside {
  if (hasBridge()) return { go: (uri) => void window.open(uri, '_blank'), close: () => {} };
  const tab = window.open('about:blank', '_blank');
  if (tab !== null) tab.opener = null;
  return {
    // Null where the browser keeps pages from opening others; the link on the page still does.
    go: (uri) => tab?.location.replace(uri),
    close: () => tab?.close(),
  };
}

/** Where the browser comes back to afterwards; the desktop's page lies at no address that a browser knows. */
export function ownAddress(): string | undefined {
  if (hasBridge()) return undefined;
  return new URL('.', location.href).href.replace(/\/$/, '');
}
