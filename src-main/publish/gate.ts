// A gate: whoever comes while it is shut waits until it opens.

export type Gate = {
  open: () => void;
  shut: () => void;
  passed: () => Promise<null>;
  /** Calls back once, when it opens next; returns its own undo. */
  onOpen: (callback: () => void) => () => void;
};

export const createGate = (): Gate => {
  let isOpen = false;
  const waiting = new Set<() => void>();
  return {
    open: () => {
      isOpen = true;
      for (const callback of Array.from(waiting)) callback();
      waiting.clear();
    },
    shut: () => void (isOpen = false),
    passed: () => (isOpen ? Promise.resolve(null) : new Promise((resolve) => waiting.add(() => resolve(null)))),
    onOpen: (callback) => {
      waiting.add(callback);
      return () => void waiting.delete(callback);
    },
  };
};
