import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from './create-log.ts';
import { createHiddenWords } from './hide-secrets.ts';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const open = (more: Partial<Parameters<typeof createLog>[0]> = {}) => {
  const path = join(dir, 'logs', 'marquee.log');
  const seen: string[] = [];
  const hidden = createHiddenWords();
  const terminal = { write: (text: string) => seen.push(text) };
  const log = createLog({ level: 'info', hidden, terminal, path, ...more });
  return { log, hidden, path, shown: () => seen.join(''), written: () => readFileSync(path, 'utf8') };
};

test('people read a plain line, programs read JSON', () => {
  const { log, shown, written } = open();
  log.for('plex').warn('No answer', { uri: 'http://nas', tries: 3 });
  log.debug('too quiet to be kept');
  log.close();
  expect(shown()).toMatch(/^\[\d\d:\d\d:\d\d\] WARN: plex: No answer {"uri":"http:\/\/nas","tries":3}\n$/);
  expect(JSON.parse(written())).toMatchObject({ level: 'warn', room: 'plex', msg: 'No answer', tries: 3 });
});

test('an error is written with its cause', () => {
  const { log, written } = open();
  log.error('Broken', { error: new Error('outside', { cause: new Error('inside') }) });
  log.close();
  expect(written()).toContain('outside: inside');
});

describe('no secret is written', () => {
  const secret = 'a"b\\c/d+e f';
  test.each([
    ['a known value in a message', (log: ReturnType<typeof createLog>) => log.info(`token is ${secret}`)],
    ['in a field', (log: ReturnType<typeof createLog>) => log.info('x', { deep: [{ token: secret }] })],
    ['in an error', (log: ReturnType<typeof createLog>) => log.info('x', { error: new Error(secret) })],
    ['in a URL', (log: ReturnType<typeof createLog>) => log.info(`?t=${encodeURIComponent(secret)}`)],
    ['in a JSON text', (log: ReturnType<typeof createLog>) => log.for('room').info(JSON.stringify({ secret }))],
  ])('%s', (_, say) => {
    const { log, hidden, shown, written } = open();
    hidden.add(secret);
    say(log);
    log.close();
    for (const text of [shown(), written()]) {
      expect(text).toContain('(hidden)');
      expect(text).not.toMatch(/d\+e|d%2Be/);
    }
    expect(() => void JSON.parse(written())).not.toThrow();
  });

  test.each([
    'GET /x?X-Plex-Token=hunter22&y=1',
    'X-Plex-Token%3Dhunter22',
    '{"X-Plex-Token":"hunter22"}',
    'x-plex-token: hunter22',
    'Authorization: Bearer hunter22-hunter22',
    '{"authorization":"Basic hunter22"}',
    'http://alice:hunter22@nas:32400',
  ])('an unknown one, where it stands in %s', (text) => {
    const { log, shown, written } = open();
    log.info(text, { text, deep: { text: [text] } });
    log.close();
    expect(`${shown()}${written()}`).not.toContain('hunter22');
    expect(JSON.parse(written())).toHaveProperty('deep.text.0');
  });

  test('a longer secret that begins with a shorter one leaves no rest', () => {
    const { log, hidden, written } = open();
    hidden.add('abcd');
    hidden.add('abcd-efgh');
    log.info('abcd-efgh abcd');
    log.close();
    expect(written()).toContain('(hidden) (hidden)');
    expect(written()).not.toContain('efgh');
  });
});

describe('the log file', () => {
  test('turns over when it is full, and keeps so many files', () => {
    const { log } = open({ maxBytes: 1000, maxFiles: 3 });
    for (let number = 0; number < 100; number++) log.info(`line ${number}`);
    log.close();
    const names = readdirSync(join(dir, 'logs')).toSorted();
    expect(names).toEqual(['marquee.1.log', 'marquee.2.log', 'marquee.log']);
    for (const name of names) expect(statSync(join(dir, 'logs', name)).size).toBeLessThanOrEqual(1000);
    const kept = ['marquee.2.log', 'marquee.1.log', 'marquee.log']
      .map((name) => readFileSync(join(dir, 'logs', name), 'utf8'))
      .join('');
    const numbers = [...kept.matchAll(/line (\d+)/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => 100 - numbers.length + index));
    expect(numbers.length).toBeGreaterThan(20);
  });

  test('goes on after a restart where it stood', () => {
    const first = open({ maxBytes: 1000, maxFiles: 2 });
    first.log.info('before');
    first.log.close();
    const second = open({ maxBytes: 1000, maxFiles: 2 });
    second.log.info('after');
    second.log.close();
    expect(second.written()).toMatch(/before[^]*after/);
    expect(existsSync(join(dir, 'logs', 'marquee.1.log'))).toBe(false);
  });

  test('that cannot be written is said once, and the terminal goes on', () => {
    mkdirSync(join(dir, 'logs', 'marquee.log'), { recursive: true });
    const { log, shown } = open();
    log.info('one');
    log.info('two');
    log.close();
    expect(shown().match(/cannot be written/g)).toHaveLength(1);
    expect(shown()).toMatch(/one[^]*two/);
  });
});
