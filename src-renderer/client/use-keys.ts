// The keyboard: single keys act on the page unless one is typing or a dialog is open.
import { useLayoutEffect, useRef } from 'react';

export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  // Before the first paint: what can be seen takes keys.
  useLayoutEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (
        target?.closest(
          'input:not([type="checkbox"]), textarea, select, [role="menu"], [role="dialog"]:not([data-closed])',
        )
      )
        return;
      const act = latest.current[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
