// Why Marquee could not start, for the person who started it.
import { z } from 'zod';
import { HistoryError } from './history/history-error.ts';
import { toError } from './lib/to-error.ts';
import { readRunning } from './running-file.ts';
import { ListenError } from './web/listen-error.ts';

const fullOrReadOnly = ['ENOSPC', 'EDQUOT', 'EROFS'];
const notAllowed = ['EACCES', 'EPERM'];
const systemErrorSchema = z.object({ code: z.string(), path: z.string().optional() });

/** A write to a full disk names no file; what is not allowed may be a file of the owner's elsewhere. */
const cannotWrite = (error: unknown, dataDir: string): boolean => {
  const { code = '', path } = systemErrorSchema.safeParse(error).data ?? {};
  return fullOrReadOnly.includes(code) || (notAllowed.includes(code) && path?.startsWith(dataDir) === true);
};

export const describeFailure = (error: unknown, dataDir: string): string => {
  if (error instanceof HistoryError && error.kind === 'locked') {
    const url = readRunning(dataDir)?.url;
    return url === undefined ? error.message : `${error.message} It is at ${url}; npm run link gives a link to it.`;
  }
  if (error instanceof ListenError && error.kind === 'port-taken') {
    return `${error.message} Choose another port with --port or MARQUEE_PORT; 0 takes any free one.`;
  }
  if (error instanceof ListenError && error.kind === 'no-such-address') {
    return `${error.message} Name one that it has with --host or MARQUEE_HOST; 0.0.0.0 is all of them.`;
  }
  if (error instanceof ListenError && error.kind === 'not-allowed') {
    return `${error.message} Choose a port above 1023 with --port or MARQUEE_PORT.`;
  }
  const { message } = toError(error);
  if (cannotWrite(error, dataDir)) {
    return `Marquee cannot write to its data folder ${dataDir} (${message}). Make room there or give it the right to write, or choose another folder with --data-dir or MARQUEE_DATA_DIR.`;
  }
  return message;
};
