import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { startSim } from '../src-sim/start-sim.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

let dir = '';
const children: ChildProcess[] = [];
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(dir, { recursive: true, force: true });
});

/** Headless Marquee as a real process, on a data folder of its own and any free port. */
const start = (args: string[] = [], environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('headless.ts', import.meta.url)), ...args], {
    env: { PATH: process.env['PATH'], MARQUEE_DATA_DIR: dir, MARQUEE_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => void (said.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => void (said.err += text.toString()));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...said }));
  });
  return { child, ended, said };
};

describe('the short commands', () => {
  test('--help lists the settings and ends well', async () => {
    const { code, out, err } = await start(['--help']).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('MARQUEE_DATA_DIR');
  });

  test('--version says the version', async () => {
    expect(await start(['--version']).ended).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  });

  test('all mistakes of flags and variables are said at once, and the code is 2', async () => {
    const environment = { PLEX_SESSION_POLL_INTERVAL: '5s', PLEX_TOKEN: 'not a token' };
    const { code, out, err } = await start(['--prot', '1', '--port', 'x'], environment).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const name of ['--prot', '--port: “x”', 'PLEX_SESSION_POLL_INTERVAL: “5s”', 'PLEX_TOKEN']) {
      expect(err).toContain(name);
    }
    expect(err).not.toContain('not a token');
  });

  test('a mistake in the settings file is said like one in a variable', async () => {
    writeFileSync(join(dir, 'settings.json'), '{"sessionPollMs":"1s"}');
    const { code, err } = await start().ended;
    expect(code).toBe(2);
    expect(err).toContain('sessionPollMs in settings.json: “1s”');
  });

  test('a data folder that cannot be made and a file that is not there are mistakes', async () => {
    writeFileSync(join(dir, 'file'), '');
    const inFile = await start(['--data-dir', join(dir, 'file', 'deep')]).ended;
    expect([inFile.code, inFile.err]).toEqual([2, expect.stringContaining('--data-dir: “')]);
    const noFile = await start([], { NATS_URL: 'nats://127.0.0.1:4222', NATS_CREDS: join(dir, 'no.creds') }).ended;
    expect([noFile.code, noFile.err]).toEqual([2, expect.stringContaining('NATS_CREDS: “')]);
  });

  test('a token without its server is a mistake', async () => {
    const { code, err } = await start([], { PLEX_TOKEN: 'abcdefgh' }).ended;
    expect(code).toBe(2);
    expect(err).toContain('PLEX_URL is not');
    expect(err).not.toContain('abcdefgh');
  });

  test('link without a running Marquee says so', async () => {
    const { code, out, err } = await start(['link']).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`No Marquee is running on ${dir}`);
  });

  test('link makes no key where none is kept: another user may ask, whose files Marquee could not read', async () => {
    writeFileSync(join(dir, 'running.json'), JSON.stringify({ url: 'http://127.0.0.1:9', pid: process.pid }));
    const { code, err } = await start(['link']).ended;
    expect(code).toBe(1);
    expect(err).toContain('Give this command the same MARQUEE_ACCESS_KEY');
    expect(readdirSync(dir)).toEqual(['running.json']);
  });
});

describe('a running Marquee', () => {
  /** Waits for the sign-in link that it prints. */
  const running = async (args: string[] = [], environment: Record<string, string> = {}) => {
    const { child, ended, said } = start(args, environment);
    const link = await vi.waitFor(() => {
      const [found] = /http:\S+#code=\S+/.exec(said.out) ?? [];
      if (found === undefined) throw new Error(`No link yet: ${said.out}${said.err}`);
      return new URL(found);
    }, patience);
    return { child, ended, link };
  };

  test('prints a link that signs a browser in, once', async () => {
    const { link } = await running();
    const exchange = () =>
      fetch(`${link.origin}/api/v1/access/exchange`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: link.hash.replace('#code=', '') }),
      });
    const first = await exchange();
    expect(first.status).toBe(200);
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await fetch(`${link.origin}/api/v1/live`, { headers: { cookie } })).status).toBe(200);
    expect((await exchange()).status).toBe(401);
  });

  test('gives another link to `link`, and neither is in its log', async () => {
    const { child, ended, link } = await running();
    const answer = await start(['link']).ended;
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(answer.out).toMatch(new RegExp(`^${link.origin}/#code=\\S+\n$`));
    expect(answer.out).not.toContain(link.hash);
    child.kill('SIGTERM');
    const { err } = await ended;
    const log = readFileSync(join(dir, 'logs', 'marquee.log'), 'utf8');
    for (const code of [link.hash, new URL(answer.out.trim()).hash]) {
      expect(`${err}${log}`).not.toContain(code.replace('#code=', ''));
    }
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s, and can be started again', async (signal) => {
    const { child, ended } = await running();
    expect(readdirSync(dir)).toContain('running.json');
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0 });
    expect(readdirSync(dir)).not.toContain('running.json');
    await running();
  });

  test('ends cleanly after it has written its settings, too', async () => {
    const sim = await startSim();
    onTestFinished(() => sim.close());
    const { child, ended } = await running([], { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token });
    await vi.waitFor(() => expect(readFileSync(join(dir, 'settings.json'), 'utf8')).toContain(sim.uri), patience);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });

  test('refuses a second one on its data folder, and says where the first is', async () => {
    const { child, link } = await running();
    const { code, out, err } = await start().ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`process ${child.pid}`);
    expect(err).toContain(link.origin);
    expect((await start(['link']).ended).code).toBe(0);
  });

  test('says plainly that its port is taken', async () => {
    const { link } = await running();
    const { code, err } = await start(['--data-dir', join(dir, 'other'), '--port', link.port]).ended;
    expect(code).toBe(1);
    expect(err).toContain(`127.0.0.1:${link.port}`);
    expect(err).toContain('--port or MARQUEE_PORT');
  });

  test('starts on a broken settings file and keeps it', async () => {
    writeFileSync(join(dir, 'settings.json'), '{ "port": ');
    const { child, ended } = await running();
    child.kill('SIGTERM');
    expect((await ended).err).toContain('could not be read');
    expect(readdirSync(dir).filter((name) => name.startsWith('settings.broken-'))).toHaveLength(1);
  });

  test('runs though nothing can be written where it notes that it does', async () => {
    mkdirSync(join(dir, 'running.json'));
    const { child, ended } = await running();
    child.kill('SIGTERM');
    const { code, err } = await ended;
    expect(code).toBe(0);
    expect(err).toContain('npm run link does not find this Marquee');
  });

  test('was killed: its note of where it was fools nobody, and who has its port now gets no key', async () => {
    const { child, ended, link } = await running();
    child.kill('SIGKILL');
    await ended;
    const asked: string[] = [];
    const stranger = createServer((request, response) => {
      asked.push(request.headers.authorization ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(Number(link.port), '127.0.0.1', resolve));
    onTestFinished(() => void stranger.close());
    const answer = await start(['link']).ended;
    expect(answer).toMatchObject({ code: 1, out: '' });
    expect(answer.err).toContain('No Marquee is running');
    expect(asked).toEqual([]);
    await running();
  });

  test.skipIf(process.platform === 'win32')('lets nobody else read its files, whoever made the folder', async () => {
    chmodSync(dir, 0o755);
    await running();
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['marquee.duckdb', 'secrets.json', join('logs', 'marquee.log')]));
    expect(files.filter((file) => (statSync(join(dir, file)).mode & 0o077) !== 0)).toEqual([]);
  });

  test('that has a bug saves, logs it and ends with code 1', async () => {
    const bug = `process.on('SIGUSR2', () => { throw new Error('planted') })`;
    const { child, ended } = await running([], {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(bug)}`,
    });
    child.kill('SIGUSR2');
    expect(await ended).toMatchObject({ code: 1 });
    expect(readFileSync(join(dir, 'logs', 'marquee.log'), 'utf8')).toContain('planted');
    expect(readdirSync(dir)).not.toContain('running.json');
  });
});
