// A whole desktop for one spec file, on a machine without any: a screen, a D-Bus session, and on it a keyring, a
// notification daemon and a tray.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const noticeSchema = z.object({
  number: z.number(),
  /** The notification that it takes the place of; 0 for a new one. */
  replaces: z.number(),
  app: z.string(),
  title: z.string(),
  body: z.string(),
  /** Their keys: `default` for a click on the notification itself. */
  actions: z.array(z.string()),
  hints: z.record(z.string(), z.unknown()),
  timeout: z.number(),
});
export type Notice = z.infer<typeof noticeSchema>;

const trayItemSchema = z.object({
  title: z.string().nullable(),
  tooltip: z.string().nullable(),
  status: z.string().nullable(),
  iconName: z.string().nullable(),
  iconPixmap: z.array(z.array(z.number())),
});
export type TrayItem = z.infer<typeof trayItemSchema>;

const menuEntrySchema = z.object({
  id: z.number(),
  label: z.string(),
  type: z.string(),
  enabled: z.boolean(),
  visible: z.boolean(),
  checked: z.boolean(),
  get children() {
    return z.array(menuEntrySchema);
  },
});
export type MenuEntry = z.infer<typeof menuEntrySchema>;

const newsSchema = z.discriminatedUnion('news', [
  z.object({ news: z.literal('ready') }),
  z.object({ news: z.literal('tray-item') }),
  z.object({ news: z.literal('tray-item-gone') }),
  z.object({ news: z.literal('notified'), notice: noticeSchema }),
  z.object({ news: z.literal('withdrawn'), number: z.number() }),
  /** What the tray item or its menu signalled: `NewToolTip`, `NewIcon`, `LayoutUpdated`, … */
  z.object({ news: z.literal('signal'), name: z.string(), values: z.array(z.unknown()) }),
]);
export type News = z.infer<typeof newsSchema>;

const answerSchema = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() });

export type DesktopSession = {
  /** Where an app finds this desktop. */
  env: Record<string, string>;
  hasKeyring: boolean;
  /** Everything that happened on the bus since the last `forget`. */
  news: () => News[];
  notices: () => Notice[];
  forget: () => void;
  /** What the tray shows; null while nothing is registered there. */
  trayItem: () => Promise<TrayItem | null>;
  trayMenu: () => Promise<MenuEntry[]>;
  clickMenu: (id: number) => Promise<void>;
  /** A click on the icon itself. */
  activateTray: () => Promise<void>;
  /** A click on a notification (`default`) or on its button. */
  answerNotice: (number: number, action: string) => Promise<void>;
  switchTray: (on: boolean) => Promise<void>;
  switchNotifications: (on: boolean) => Promise<void>;
  close: () => Promise<void>;
};

type Options = { keyring?: boolean; tray?: boolean; notifications?: boolean };

const startLimitMs = 90_000;

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(patience);
};

/** The first line that a program prints on this descriptor, which says where it can be found. */
const readFirstLine = (child: ChildProcess, descriptor: number, name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const stream = child.stdio[descriptor];
    if (!stream || !('read' in stream)) return reject(new Error(`${name} has no such output`));
    createInterface({ input: stream }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    setTimeout(() => reject(new Error(`${name} did not start in time`)), startLimitMs).unref();
  });

/** The helper on the bus: commands go in, answers and news come out. */
const startHelper = async (env: Record<string, string>) => {
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'desktop', 'bus-helper.py')], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let news: News[] = [];
  let lastId = 0;
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message: unknown = JSON.parse(line);
      const told = newsSchema.safeParse(message).data;
      if (told) {
        news.push(told);
        if (told.news === 'ready') resolve();
        return;
      }
      const { id, value, error } = answerSchema.parse(message);
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(value);
      else asked?.reject(new Error(error));
    });
    child.once('exit', (code) => {
      reject(new Error(`The helper on the bus ended with ${code}`));
      for (const { reject: fail } of waiting.values()) fail(new Error(`The helper on the bus ended with ${code}`));
    });
  });
  await ready;
  const ask = (command: string, ...values: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ id, do: command, with: values })}\n`);
    });
  return { child, ask, news: () => news, forget: () => (news = []) };
};

export const startDesktopSession = async (options: Options = {}): Promise<DesktopSession> => {
  const { keyring = true, tray = true, notifications = true } = options;
  const home = await mkdtemp(join(tmpdir(), 'marquee-desktop-'));
  // A desktop app leaves its sockets in the folder for what is temporary when it is killed: they go with this desktop.
  const temporary = join(home, 'tmp');
  await mkdir(temporary);
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children.toReversed()) await end(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    children.push(screen);
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], {
      env: { PATH: process.env['PATH'] ?? '', XDG_RUNTIME_DIR: home, HOME: home },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    children.push(bus);
    const env = {
      PATH: process.env['PATH'] ?? '',
      LANG: 'C.UTF-8',
      HOME: home,
      XDG_RUNTIME_DIR: home,
      TMPDIR: temporary,
      DISPLAY: `:${await readFirstLine(screen, 3, 'Xvfb')}`,
      DBUS_SESSION_BUS_ADDRESS: await readFirstLine(bus, 3, 'dbus-daemon'),
    };
    if (keyring) {
      const daemon = spawn('gnome-keyring-daemon', ['--unlock', '--foreground', '--components=secrets'], {
        env,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      children.push(daemon);
      daemon.stdin.end('test');
    }
    const helper = await startHelper(env);
    children.push(helper.child);
    const untilMs = Date.now() + startLimitMs;
    while (keyring && (await helper.ask('owned', 'org.freedesktop.secrets')) !== true) {
      if (Date.now() > untilMs) throw new Error('gnome-keyring-daemon did not start in time');
      await wait(50);
    }
    await helper.ask('tray', tray);
    await helper.ask('notifications', notifications);
    return {
      env,
      hasKeyring: keyring,
      news: helper.news,
      notices: () => helper.news().flatMap((one) => (one.news === 'notified' ? [one.notice] : [])),
      forget: helper.forget,
      trayItem: async () => trayItemSchema.nullable().parse(await helper.ask('item')),
      trayMenu: async () => z.array(menuEntrySchema).parse(await helper.ask('menu')),
      clickMenu: async (id) => void (await helper.ask('click', id)),
      activateTray: async () => void (await helper.ask('activate')),
      answerNotice: async (number, action) => void (await helper.ask('answer', number, action)),
      switchTray: async (on) => void (await helper.ask('tray', on)),
      switchNotifications: async (on) => void (await helper.ask('notifications', on)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
