// Marquee on the desktop: one instance, one window that comes and goes, and the core in the same process.
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, powerMonitor, protocol, session } from 'electron';
import manifest from '../package.json' with { type: 'json' };
import type { App } from './app.ts';
import { createDemoSwitch } from './demo-switch.ts';
import { APP_ID } from './desktop/app-id.ts';
import { createDesk } from './desktop/desk.ts';
import { findUpdateWay } from './desktop/find-update-way.ts';
import { createDesktopRoom } from './desktop/desktop-room.ts';
import { guardPages } from './desktop/guard.ts';
import { listenForPorts } from './desktop/ipc.ts';
import { openKeychain } from './desktop/keychain.ts';
import { isHiddenStart } from './desktop/login-item.ts';
import { setApplicationMenu } from './desktop/menu.ts';
import { createPageProtocol, ORIGIN, SCHEME } from './desktop/page-protocol.ts';
import { createStartUtility } from './desktop/start-utility.ts';
import { createUpdates, type Updates } from './desktop/updates.ts';
import { createWindow } from './desktop/window.ts';
import { findWindow } from './find-window.ts';
import { systemClock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import { createLog } from './lib/create-log.ts';
import { createHiddenWords } from './lib/hide-secrets.ts';
import { newId } from './lib/new-id.ts';
import { keepHeapSmall } from './lib/small-heap.ts';
import { toError } from './lib/to-error.ts';
import { openMarquees } from './marquees.ts';
import { openSettings } from './open-settings.ts';
import type { DesktopRoom } from './procedures/desktop.ts';
import { removeRunning, writeRunning } from './running-file.ts';
import { describeSettings } from './settings/describe-settings.ts';
import { parseFlags } from './settings/parse-flags.ts';
import { findMissingFiles, prepareDataDir } from './settings/places.ts';
import { chooseDataDir, readSettings } from './settings/read-settings.ts';
import { openSecretStore } from './settings/secret-store.ts';
import { toServersToWatch } from './settings/servers-to-watch.ts';
import { bareEnvironment } from './sql-console/start-child.ts';
import { toSmokeFlags } from './smoke-flags.ts';
import { windowHeaders } from './web/security-headers.ts';

const { version } = manifest;

keepHeapSmall();

/** Closing is given this long; then the process ends all the same. */
const PATIENCE_MS = 5000;

// Windows finds by it whose notification this is; the words of --help name the program as a package calls it.
if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
if (app.isPackaged) process.env['MARQUEE_COMMAND'] ??= 'marquee';

/** Chromium's own switches stand on the same line, so what is not known here is left to it. */
const args = process.argv.slice(app.isPackaged ? 1 : 2);
const { command, flags: asked, problems: noValues } = parseFlags(args);
const scratch = command === 'smoke' ? toSmokeFlags(asked) : null;
const flags = scratch?.flags ?? asked;
const dataDir = chooseDataDir(flags, process.env);
const noDataDir = prepareDataDir(dataDir, flags);

/** Tells why in a terminal and on the screen, and ends; with 2 where a setting is wrong. */
const fail = (text: string, code: 1 | 2 = 1): void => {
  process.stderr.write(`${text}\n`);
  if (scratch) process.stdout.write(`${JSON.stringify({ ok: false, why: text, version })}\n`);
  else dialog.showErrorBox('Marquee could not start', text);
  app.exit(code);
};

const start = async (): Promise<void> => {
  const warn = (text: string): void => void process.stderr.write(`${text}\n`);
  // Only now: it listens for signals, and whoever does so before Chromium is up never hears one.
  const { default: ElectronStore } = await import('electron-store');
  const openStore = ({ cwd, name, mode }: { cwd: string; name: string; mode: number }) =>
    new ElectronStore({ cwd, name, configFileMode: mode });
  if (noDataDir !== null) return fail(noDataDir, 2);
  const file = openSettings(dataDir, openStore, warn);
  const read = readSettings({ flags, environment: process.env, file: file.values() });
  const wrong = read.kind === 'problems' ? read.problems : findMissingFiles(read.settings, read.origins);
  if (read.kind === 'problems' || noValues.length + wrong.length > 0)
    return fail([...noValues, ...wrong].join('\n'), 2);
  const { settings, origins } = read;
  const windowDir = findWindow();
  if (windowDir === null) return fail('The window is missing from this installation: npm run build makes it.');

  const hidden = createHiddenWords();
  const logPath = join(dataDir, 'logs', 'marquee.log');
  const log = createLog({ level: settings.logLevel, hidden, terminal: process.stderr, path: logPath });
  const closers = createClosers((name, error) => log.error(`Closing the ${name} failed`, { error }));
  const desktopLog = log.for('desktop');
  if (scratch) closers.add('scratch folder', scratch.remove);

  let ending = false;
  const end = async (code: 0 | 1) => {
    if (ending) return;
    ending = true;
    setTimeout(() => app.exit(1), PATIENCE_MS).unref();
    await closers.close();
    log.info('Marquee ended');
    log.close();
    app.exit(code);
  };
  // Ctrl-C reaches this process twice under npm, and Chromium would take the second time for impatience.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  for (const news of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(news, (thrown: unknown) => {
      log.error('A bug in Marquee: it ends after saving', { error: toError(thrown) });
      void end(1);
    });
  }

  const keychain = openKeychain();
  if (keychain.kind === 'none') log.info(keychain.why);
  const secrets = openSecretStore({
    path: join(dataDir, 'secrets.json'),
    nowMs: systemClock.nowMs(),
    onWarning: (text) => log.warn(text),
    seal: keychain.kind === 'keychain' ? keychain : null,
  });
  const { servers, problems } = toServersToWatch(settings, file.servers(), secrets);
  if (problems.length > 0) return fail(problems.join('\n'), 2);

  const demo = createDemoSwitch({
    own: () => {
      const { servers: watched } = toServersToWatch(settings, file.servers(), secrets);
      return { settings, origins, servers: watched, file, secrets };
    },
    reopen: () => marquees.reopenOwn(),
    onFailure: (error) => {
      log.error('Marquee could not be opened again', { error: toError(error) });
      fail(toError(error).message);
    },
    log: log.for('demo'),
  });
  // Added first, so closed last: the core is closed before what it watches.
  closers.add('demo', demo.close);
  const openCore = async (desktop: DesktopRoom): Promise<App> => {
    const { createApp } = await import('./app.ts');
    const opened = await createApp({
      ...demo.core(),
      demo: demo.room,
      hidden,
      log,
      clock: systemClock,
      newId,
      windowDir,
      version,
      desktop,
      anyPort: true,
      startChild: createStartUtility(bareEnvironment),
    });
    demo.onOpened(opened);
    return opened;
  };
  const marquees = openMarquees({
    openCore,
    watchesItself: servers.length > 0 || scratch !== null,
    desktop: createDesktopRoom(keychain),
    secrets,
    settings: file.owner,
    version,
    hide: hidden.add,
    newId,
    clock: systemClock,
    log: log.for('attached'),
  });
  // Added first, so closed last: what shows and tells goes before what it shows.
  closers.add('Marquees', marquees.close);
  // The window and the tray do not wait for the core; what they ask of it does. Its failure is told below.
  const opening = marquees.open();
  opening.catch(() => {});

  guardPages({
    session: session.defaultSession,
    origin: ORIGIN,
    isSignInPage: marquees.isSignInPage,
    log: desktopLog,
  });
  const { artwork, download } = marquees;
  protocol.handle(
    SCHEME,
    createPageProtocol({ windowDir, headers: windowHeaders, artwork, download, log: desktopLog }),
  );
  const window = createWindow({
    preload: fileURLToPath(new URL('../preload/bridge.cjs', import.meta.url)),
    statePath: join(dataDir, 'window.json'),
    shown: marquees.shown,
    log: desktopLog,
  });
  closers.add('window', window.close);
  closers.add('what the window shows', marquees.onShown(window.follow));
  // He looks at the browser; what he wanted is here.
  const leaveSignIns = marquees.onSignedIn(() => window.show());
  closers.add('end of a sign-in', leaveSignIns);
  const showMarquee = (id: string | null, route = '') => {
    marquees.show(id);
    window.show(route);
  };
  /** A session is shown by the Marquee that knows it. */
  const showRoute = (route = '') => {
    const [, sessionId = ''] = /^live\/([^/]+)/.exec(route) ?? [];
    const face = marquees.faces.faceOf(sessionId);
    if (face) showMarquee(face.id, route);
    else window.show(route);
  };
  listenForPorts({
    origin: ORIGIN,
    isOurWindow: window.isOurs,
    serve: (port) =>
      void marquees.serve(port).catch((error: unknown) => {
        // Expected while our own Marquee does not open, which is told below.
        desktopLog.debug('A window got no line', { reason: toError(error).message });
      }),
    log: desktopLog,
  });

  let updates: Updates | null = null;
  const noTrayMark = join(dataDir, 'desktop', 'no-tray-told');
  const desk = createDesk({
    shown: marquees.faces,
    settings: file.owner,
    showWindow: showRoute,
    showMarquee,
    quit: () => app.quit(),
    update: () => updates?.act(),
    noTray: { isTold: () => existsSync(noTrayMark), tell: () => writeFileSync(noTrayMark, '') },
    clock: systemClock,
    log: desktopLog,
  });
  closers.add('tray and notifications', desk.close);

  setApplicationMenu();
  app.on('second-instance', (_event, line) => void (isHiddenStart(line) || window.show()));
  app.on('activate', () => window.show());
  // The window is only one way to Marquee: without it, it goes on.
  app.on('window-all-closed', () => {});
  app.on('before-quit', (event) => {
    event.preventDefault();
    void end(0);
  });
  if (!isHiddenStart(args) && !scratch) window.show();

  try {
    await opening;
    closers.add(
      'note of where it runs',
      marquees.onOwn((own) =>
        own === null ? removeRunning(dataDir) : void writeRunning(dataDir, { url: own.url, pid: process.pid }),
      ),
    );
    const own = await marquees.own();
    if (own) writeRunning(dataDir, { url: own.url, pid: process.pid });
    closers.add('note of where it runs', () => removeRunning(dataDir));
    powerMonitor.on('resume', marquees.wake);
    powerMonitor.on('shutdown', () => app.quit());
    const attached = secrets.attached.read().length;
    log.info('Marquee started', { version, url: own?.url ?? null, dataDir, servers: servers.length, attached });
    const core = marquees.own();
    if (scratch && core) {
      const { describeSmoke, trySelf } = await import('./smoke.ts');
      const result = await trySelf({ core, servers: servers.length, tray: true });
      process.stdout.write(`${describeSmoke(result, version)}\n`, () => void end(result.ok ? 0 : 1));
      return;
    }
    updates = createUpdates({
      ...(await findUpdateWay(settings.checkUpdates)),
      load: async () => (await import('electron-updater')).default.autoUpdater,
      onState: desk.showUpdate,
      clock: systemClock,
      log: desktopLog,
    });
    closers.add('looks for updates', updates.close);
  } catch (error) {
    const { describeFailure } = await import('./describe-failure.ts');
    log.error('Marquee could not start', { error: toError(error) });
    log.close();
    fail(describeFailure(error, dataDir));
  }
};

if (command === 'help' || command === 'version') {
  process.stdout.write(`${command === 'help' ? describeSettings(version) : version}\n`);
  app.exit(0);
} else {
  // Beside the history it belongs to, so that each data folder has its own instance and nothing of it lies elsewhere.
  app.setPath('userData', join(noDataDir === null ? dataDir : join(tmpdir(), 'marquee-without-data'), 'desktop'));
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  if (app.requestSingleInstanceLock())
    void app
      .whenReady()
      .then(start)
      .catch((error: unknown) => fail(toError(error).message));
  else app.exit(0);
}
