// Why Marquee could not start, for the person who started it.
import { HistoryError } from './history/history-error.ts';
import { toError } from './lib/to-error.ts';
import { readRunning } from './running-file.ts';
import { ListenError } from './web/listen-error.ts';

export const describeFailure = (error: unknown, dataDir: string): string => {
  if (error instanceof HistoryError && error.kind === 'locked') {
    const url = readRunning(dataDir)?.url;
    return url === undefined ? error.message : `${error.message} It is at ${url}; npm run link gives a link to it.`;
  }
  if (error instanceof ListenError && error.kind === 'port-taken') {
    return `${error.message} Choose another port with --port or MARQUEE_PORT; 0 takes any free one.`;
  }
  return toError(error).message;
};
