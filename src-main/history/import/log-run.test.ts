// What the log says of imports: those of an owner, and of regular looks only what is new.
import { expect, test } from 'vitest';
import type { ImportRun } from '../../../src-contract/import.ts';
import { silentLog, type Log } from '../../lib/log.ts';
import { logEnded, logStarted } from './log-run.ts';
import { noCounts, toRun } from './runs.ts';

const listen = (run: ImportRun): string[] => {
  const said: string[] = [];
  const log: Log = {
    ...silentLog,
    info: (text) => said.push(`info ${text}`),
    debug: (text) => said.push(`debug ${text}`),
  };
  logStarted(log, run);
  logEnded(log, run, { ...noCounts, added: 3 });
  return said;
};
const toEnded = (source: ImportRun['source'], over: Partial<ImportRun>): ImportRun => ({
  ...toRun('one', { name: 'http://tautulli', source, serverId: 'server-1', nowMs: 0 }),
  counts: { ...noCounts, added: 3 },
  state: 'finished',
  ...over,
});

test('an import of the owner is told from beginning to end', () => {
  expect(listen(toEnded('file', {}))).toEqual(['info import: started', 'info import: ended']);
});

test('a regular look is told when it brought something or went wrong', () => {
  const quiet = ['debug import: started', 'debug import: ended'];
  expect(listen(toEnded('sync', {}))).toEqual(quiet);
  const loud = ['debug import: started', 'info import: ended'];
  expect(listen(toEnded('sync', { counts: { ...noCounts, added: 4 } }))).toEqual(loud);
  expect(listen(toEnded('sync', { counts: { ...noCounts, added: 3, replaced: 1 } }))).toEqual(loud);
  expect(listen(toEnded('sync', { state: 'failed' }))).toEqual(loud);
});
