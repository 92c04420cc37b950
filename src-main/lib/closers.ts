// Who opens it closes it, in reverse order.
import { toError } from './to-error.ts';

type Close = () => void | Promise<void>;

export type Closers = {
  add: (name: string, close: Close) => void;
  /** Closes everything once, newest first; a failing close is reported and the rest goes on. */
  close: () => Promise<void>;
};

export const createClosers = (onFailure: (name: string, error: Error) => void): Closers => {
  const entries: { name: string; close: Close }[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    for (let entry = entries.pop(); entry; entry = entries.pop()) {
      try {
        await entry.close();
      } catch (error) {
        onFailure(entry.name, toError(error));
      }
    }
  };
  return {
    add: (name, close) => void entries.push({ name, close }),
    close: () => (closing ??= closeAll()),
  };
};
