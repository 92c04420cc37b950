// The life of a headless Marquee: starts the app, prints the sign-in link, ends on a signal, and on a bug after saving.
import { join } from 'node:path';
import { createApp, type App } from './app.ts';
import { createDemoSwitch } from './demo-switch.ts';
import { describeFailure } from './describe-failure.ts';
import { findWindow } from './find-window.ts';
import { systemClock } from './lib/clock.ts';
import { createLog } from './lib/create-log.ts';
import { describeCall } from './lib/describe-call.ts';
import { createHiddenWords } from './lib/hide-secrets.ts';
import { isLoopbackHost } from './lib/is-loopback.ts';
import { newId } from './lib/new-id.ts';
import { watchSleep } from './lib/sleep-watch.ts';
import { toError } from './lib/to-error.ts';
import { removeRunning, writeRunning } from './running-file.ts';
import { toDefaultDataDir } from './settings/data-dir.ts';
import type { Origins } from './settings/read-settings.ts';
import { openSecretStore } from './settings/secret-store.ts';
import { toServersToWatch } from './settings/servers-to-watch.ts';
import type { SettingsFile } from './settings/settings-file.ts';
import type { Settings } from './settings/settings.ts';

/** The library that writes the settings repeats each signal at once; only a person who asks again is impatient. */
const ECHO_MS = 500;

type Options = { settings: Settings; origins: Origins; file: SettingsFile; version: string };

/** Closing is given this long; then the process ends all the same. */
const PATIENCE_MS = 5000;

const describeStart = (app: App, { settings, version }: Options, servers: number): string => {
  const lines = ['', `Marquee ${version} is running at ${app.url}`];
  if (!settings.plexSync) lines.push('It watches no server, because ENABLE_PLEX_SYNC is false.');
  else if (servers === 0)
    lines.push('It watches no server yet: sign in with Plex in its window, or set PLEX_URL and PLEX_TOKEN.');
  lines.push('', 'Open this link in a browser to sign in. It works once, within ten minutes:', '');
  lines.push(`  ${app.createLink().url}`, '');
  if (app.webhookUrl !== null) {
    lines.push('For webhooks paste this address into Plex, under Settings, Webhooks (needs Plex Pass):', '');
    lines.push(`  ${app.webhookUrl}`, '');
  }
  if (!isLoopbackHost(settings.host) && settings.publicUrl === null) {
    lines.push('On another machine, write the IP address of this one in its place.');
  }
  const where = settings.dataDir === toDefaultDataDir() ? [] : ['--data-dir', settings.dataDir];
  lines.push(`${describeCall('link', where)} prints another one.`, '');
  return lines.join('\n');
};

export const serve = async (options: Options): Promise<0 | 1 | 2 | 'running'> => {
  const { settings, origins, file, version } = options;
  const { dataDir } = settings;
  const hidden = createHiddenWords();
  const path = join(dataDir, 'logs', 'marquee.log');
  const log = createLog({ level: settings.logLevel, hidden, terminal: process.stderr, path });
  const secrets = openSecretStore({
    path: join(dataDir, 'secrets.json'),
    nowMs: systemClock.nowMs(),
    onWarning: (text) => log.warn(text),
  });
  const { servers, problems } = toServersToWatch(settings, file.servers(), secrets);
  if (problems.length > 0) {
    process.stderr.write(`${problems.join('\n')}\n`);
    return 2;
  }

  let app: App;
  let { port } = settings;
  const demo = createDemoSwitch({
    own: () => {
      const { servers: watched } = toServersToWatch(settings, file.servers(), secrets);
      return { settings, origins, servers: watched, file, secrets };
    },
    reopen: async () => {
      await app.close();
      app = await openCore();
    },
    onFailure: (error) => {
      log.error(describeFailure(error, dataDir));
      void end(1);
    },
    log: log.for('demo'),
  });
  const windowDir = findWindow();
  const openCore = async (): Promise<App> => {
    const core = demo.core();
    const means = { hidden, log, clock: systemClock, newId, windowDir, version, demo: demo.room };
    const opened = await createApp({ ...core, settings: { ...core.settings, port }, ...means });
    // Of any free port it is the same one again: browsers wait there.
    port = Number(new URL(opened.url).port) || port;
    demo.onOpened(opened);
    return opened;
  };
  try {
    app = await openCore();
  } catch (error) {
    log.error(describeFailure(error, dataDir));
    log.close();
    return 1;
  }
  if (!writeRunning(dataDir, { url: app.url, pid: process.pid })) {
    log.warn('The data folder cannot be written, so npm run link does not find this Marquee', { dataDir });
  }

  const stopWatchingSleep = watchSleep({
    clock: systemClock,
    onWake: (asleepSinceMs) => {
      log.info('This machine slept');
      app.wake(asleepSinceMs);
    },
  });
  let ending = false;
  const end = async (code: 0 | 1) => {
    if (ending) return;
    ending = true;
    stopWatchingSleep();
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    await demo.settled();
    await app.close();
    await demo.close();
    removeRunning(dataDir);
    log.info('Marquee ended');
    log.close();
    process.exit(code);
  };
  let askedAtMs = Number.NEGATIVE_INFINITY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const isEcho = systemClock.nowMs() - askedAtMs < ECHO_MS;
      if (ending && !isEcho) process.exit(1);
      if (ending) return;
      askedAtMs = systemClock.nowMs();
      log.info('Asked to end', { signal });
      void end(0);
    });
  }
  for (const news of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(news, (thrown: unknown) => {
      log.error('A bug in Marquee: it ends after saving', { error: toError(thrown) });
      void end(1);
    });
  }
  log.info('Marquee started', { version, url: app.url, dataDir, servers: servers.length });
  process.stdout.write(describeStart(app, options, servers.length));
  return 'running';
};
