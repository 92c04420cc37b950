// What every room may ask of the log. The real one is made in `create-log.ts`; no message ever holds a token.

export type LogFields = Record<string, unknown>;

export type Log = {
  debug: (message: string, fields?: LogFields) => void;
  info: (message: string, fields?: LogFields) => void;
  warn: (message: string, fields?: LogFields) => void;
  error: (message: string, fields?: LogFields) => void;
  /** A log for one room; its name stands before every line. */
  for: (room: string) => Log;
};

export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  for: () => silentLog,
};
