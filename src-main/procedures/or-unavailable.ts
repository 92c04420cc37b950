// Asks the history: whatever the database throws, a person can only wait or look at the health; the log keeps the reason.
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

export const orUnavailable = async <Answer>(
  log: Log,
  ask: () => Promise<Answer>,
  unavailable: () => Error,
): Promise<Answer> => {
  try {
    return await ask();
  } catch (thrown) {
    log.error('The history could not be read', { reason: toError(thrown).message });
    throw unavailable();
  }
};
