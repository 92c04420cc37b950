// A real nats-server for the tests, on a port of its own, that can be frozen, killed and started again on the same files.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Below those that systems give to whoever asks for any: while a broker is away, nobody else gets its port. */
const [firstPort, portCount] = [12_000, 18_000];
/** Tests that run at the same time begin far from each other. */
let nextPort = (process.pid * 97) % portCount;

export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = firstPort + (nextPort++ % portCount);
    if (await isFree(port)) return port;
  }
};

export type NatsServer = {
  port: number;
  url: string;
  /** Its files, and room for those of the test. */
  dir: string;
  /** In force from the next start. */
  configure: (options: NatsServerOptions) => void;
  /** Resolves when it answers. */
  start: () => Promise<void>;
  kill: () => Promise<void>;
  freeze: () => void;
  thaw: () => void;
  /** As somebody else would see it. */
  connect: (options?: ConnectionOptions) => Promise<NatsConnection>;
  remove: () => Promise<void>;
};

export type NatsServerOptions = {
  jetStream?: boolean;
  maxFileStore?: string;
  /** More lines of its configuration. */
  config?: string;
  /** How this test signs in to see whether it answers. */
  signIn?: ConnectionOptions;
};

export const createNatsServer = async (options: NatsServerOptions = {}): Promise<NatsServer> => {
  const dir = mkdtempSync(join(tmpdir(), 'marquee-nats-'));
  const port = await freePort();
  const file = join(dir, 'nats.conf');
  let signIn: ConnectionOptions = {};
  const configure = (next: NatsServerOptions): void => {
    const { jetStream = true, maxFileStore = '1GB', config = '' } = next;
    signIn = next.signIn ?? {};
    const store = `jetstream { store_dir: "${dir}", max_file_store: ${maxFileStore} }`;
    writeFileSync(file, `listen: 127.0.0.1:${port}\n${jetStream ? store : ''}\n${config}\n`);
  };
  configure(options);
  let child: ChildProcess | null = null;
  const url = `nats://127.0.0.1:${port}`;
  const open = (more: ConnectionOptions = {}) => connect({ servers: `127.0.0.1:${port}`, ...signIn, ...more });

  const kill = async (): Promise<void> => {
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    child = null;
  };
  const answers = async (): Promise<boolean> => {
    try {
      const connection = await open({ reconnect: false, timeout: 2000 });
      await connection.close();
      return true;
    } catch {
      return false; // Not yet.
    }
  };
  return {
    port,
    url,
    dir,
    configure,
    start: async () => {
      const started = spawn(process.env['NATS_SERVER_FILE'] ?? 'nats-server', ['-c', file], { stdio: 'ignore' });
      child = started;
      while (!(await answers())) {
        if (started.exitCode !== null) throw new Error(`nats-server ended with ${started.exitCode}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    connect: open,
    remove: async () => {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
