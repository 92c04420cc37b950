// The smoke test of a Marquee without a desktop: opens the whole app on a scratch folder, tries it, closes it.
import { join } from 'node:path';
import { createApp } from './app.ts';
import { findWindow } from './find-window.ts';
import { systemClock } from './lib/clock.ts';
import { createLog } from './lib/create-log.ts';
import { createHiddenWords } from './lib/hide-secrets.ts';
import { newId } from './lib/new-id.ts';
import type { Flags } from './settings/parse-flags.ts';
import { chooseDataDir, readSettings } from './settings/read-settings.ts';
import { openSecretStore } from './settings/secret-store.ts';
import { toServersToWatch } from './settings/servers-to-watch.ts';
import type { SettingsFile } from './settings/settings-file.ts';
import { toSmokeFlags } from './smoke-flags.ts';
import { describeSmoke, trySelf } from './smoke.ts';

type Options = { flags: Flags; version: string; openFile: (dataDir: string) => SettingsFile };

/** The flags and the environment are known to be right. */
export const smokeHeadless = async (options: Options): Promise<{ line: string; code: 0 | 1 }> => {
  const { version } = options;
  const { flags, remove } = toSmokeFlags(options.flags);
  const file = options.openFile(chooseDataDir(flags, process.env));
  const read = readSettings({ flags, environment: process.env, file: file.values() });
  if (read.kind === 'problems') throw new Error(read.problems.join('\n'));
  const { settings, origins } = read;
  const hidden = createHiddenWords();
  const log = createLog({ level: settings.logLevel, hidden, terminal: process.stderr, path: null });
  const clock = systemClock;
  const onWarning = (text: string) => log.warn(text);
  const secrets = openSecretStore({ path: join(settings.dataDir, 'secrets.json'), nowMs: clock.nowMs(), onWarning });
  const { servers, problems } = toServersToWatch(settings, file.servers(), secrets);
  const open = async () => {
    if (problems.length > 0) throw new Error(problems.join(' '));
    return createApp({
      settings,
      origins,
      servers,
      file,
      secrets,
      hidden,
      log,
      clock,
      newId,
      windowDir: findWindow(),
      version,
    });
  };
  const core = open();
  const result = await trySelf({ core, servers: servers.length, tray: null });
  await core.then((app) => app.close()).catch(() => {}); // It was never opened: told above.
  log.close();
  remove();
  return { line: describeSmoke(result, version), code: result.ok ? 0 : 1 };
};
