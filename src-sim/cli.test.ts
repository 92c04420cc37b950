import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCli, usage } from './cli.ts';

describe('the command line', () => {
  test('takes what the documents promise', () => {
    expect(parseCli(['--port', '32499', '--token', 'T', '--scenario', 'storm', '--seed', '7', '--speed=2.5'])).toEqual({
      kind: 'start',
      controlPort: 0,
      fleet: null,
      options: { port: 32_499, token: 'T', scenario: 'storm', seed: 7, speed: 2.5 },
    });
  });

  test('without flags: the lively evening on the usual port', () => {
    expect(parseCli([])).toMatchObject({
      kind: 'start',
      options: { port: 32_499, scenario: 'evening', seed: 1, speed: 1 },
    });
  });

  test('what else can be had beside the server', () => {
    const args = ['--plex-tv-port', '0', '--tls', 'trusted', '--past', '500', '--fleet=10'];
    expect(parseCli(args)).toMatchObject({
      fleet: 10,
      options: { plexTv: { port: 0, controlPort: 0 }, tls: 'trusted', past: { plays: 500 } },
    });
  });

  test('--help explains every flag', () => {
    expect(parseCli(['--help'])).toEqual({ kind: 'help' });
    for (const flag of [
      '--port',
      '--token',
      '--scenario',
      '--seed',
      '--speed',
      '--control-port',
      '--plex-tv-port',
      '--tls',
      '--past',
      '--fleet',
    ])
      expect(usage).toContain(flag);
  });

  test.each([
    [['--port', '99999'], '--port: 99999: expected a port number from 0 to 65535'],
    [['--speed', '0'], '--speed: 0: expected a number above 0 and up to 10000, e.g. 1 or 60'],
    [['--seed', 'x'], '--seed: x: expected a whole number from 0 to 4294967295'],
    [['--scenario', 'party'], '--scenario: party: expected one of quiet, evening, storm, faults, twins'],
    [['--tls', 'yes'], '--tls: yes: expected one of trusted, self-signed, expired'],
    [['--fleet', '11'], '--fleet: 11: expected a number from 1 to 10'],
    [['--scenario'], '--scenario: no value; expected one of quiet, evening, storm, faults, twins'],
    [['--token', '--seed'], '--token: no value; expected letters, digits, _, . and -'],
  ])('%j is refused with the flag, the value and what was expected', (args, message) => {
    expect(parseCli(args)).toEqual({ kind: 'wrong', message });
  });

  test('an unknown flag is refused', () => {
    expect(parseCli(['--prot', '1'])).toMatchObject({
      kind: 'wrong',
      message: expect.stringContaining('--prot: unknown flag'),
    });
  });
});

describe('as a program', () => {
  const run = (...args: string[]) => spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args]);
  const everything = async (stream: AsyncIterable<Buffer>): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  test('a bad value ends it with code 2 and a complaint', async () => {
    const child = run('--speed', 'fast');
    const complaint = everything(child.stderr);
    const [code]: unknown[] = await once(child, 'exit');
    expect([code, await complaint]).toEqual([
      2,
      '--speed: fast: expected a number above 0 and up to 10000, e.g. 1 or 60\n',
    ]);
  });

  test('it prints address, token and control address, and goes when it is told to', async () => {
    const child = run('--port', '0', '--token', 'T0', '--scenario', 'quiet');
    let text = '';
    for await (const chunk of child.stdout) {
      text += String(chunk);
      if (text.includes('Control')) child.kill('SIGTERM');
    }
    expect(text).toMatch(
      /^Simulated Plex {2}http:\/\/127\.0\.0\.1:\d+\nToken {11}T0\nControl {9}http:\/\/127\.0\.0\.1:\d+\/control\n$/,
    );
  });
});
