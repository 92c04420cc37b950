// The real log: readable lines for the terminal, JSON lines in a rotating file, and no secret in either.
import { pino, stdSerializers, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { HiddenWords } from './hide-secrets.ts';
import type { Log, LogFields } from './log.ts';
import { createRotatingFile } from './rotating-file.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

type Options = {
  level: LogLevel;
  hidden: HiddenWords;
  /** Where people read; null for nobody. */
  terminal: { write: (text: string) => unknown; isTTY?: boolean } | null;
  /** `logs/marquee.log`; null for no file. */
  path: string | null;
  maxBytes?: number;
  maxFiles?: number;
};

export type LogAndClose = Log & { close: () => void };

const toPlainFields = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? stdSerializers.err(value) : value]),
  );

const toLog = (logger: Logger): Log => ({
  debug: (message, fields = {}) => logger.debug(toPlainFields(fields), message),
  info: (message, fields = {}) => logger.info(toPlainFields(fields), message),
  warn: (message, fields = {}) => logger.warn(toPlainFields(fields), message),
  error: (message, fields = {}) => logger.error(toPlainFields(fields), message),
  for: (room) => toLog(logger.child({ room })),
});

export const createLog = (options: Options): LogAndClose => {
  const { level, hidden, terminal, path, maxBytes = 5_000_000, maxFiles = 5 } = options;
  const toReadable = prettyFactory({
    colorize: terminal?.isTTY === true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname,room',
    messageFormat: (record, key) =>
      `${typeof record['room'] === 'string' ? `${record['room']}: ` : ''}${String(record[key])}`,
    singleLine: true,
  });
  const tell = (line: string) => void terminal?.write(toReadable(line) ?? '');
  const file =
    path === null
      ? null
      : createRotatingFile({
          path,
          maxBytes,
          maxFiles,
          onFailure: (error) => void terminal?.write(`The log file cannot be written: ${String(error)}\n`),
        });
  const write = (line: string) => {
    const safe = hidden.hide(line);
    file?.write(safe);
    tell(safe);
  };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return { ...toLog(logger), close: () => file?.close() };
};
