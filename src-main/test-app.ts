// For tests: the whole app in this process on a data folder of its own, with a signed-in window and the owner's key.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import Conf from 'conf';
import { WebSocket } from 'undici';
import { playPageSchema, type Play } from '../src-contract/play.ts';
import type { Contract } from '../src-contract/contract.ts';
import { createApp, type AppOptions } from './app.ts';
import { systemClock } from './lib/clock.ts';
import { createLog } from './lib/create-log.ts';
import { createHiddenWords } from './lib/hide-secrets.ts';
import { newId } from './lib/new-id.ts';
import { readSettings } from './settings/read-settings.ts';
import { openSecretStore } from './settings/secret-store.ts';
import { toServersToWatch } from './settings/servers-to-watch.ts';
import { openSettingsFile } from './settings/settings-file.ts';

/** `over` takes the place of what a host would hand in. */
export const startApp = async (
  dataDir: string,
  environment: Record<string, string>,
  over: Partial<AppOptions> = {},
) => {
  const file = openSettingsFile(new Conf({ cwd: dataDir, configName: 'settings' }));
  const read = readSettings({
    flags: new Map(),
    environment: { MARQUEE_DATA_DIR: dataDir, MARQUEE_PORT: '0', MARQUEE_LOG_LEVEL: 'debug', ...environment },
    file: file.values(),
  });
  if (read.kind === 'problems') throw new Error(read.problems.join('\n'));
  const { settings, origins } = read;
  const terminal: string[] = [];
  const hidden = createHiddenWords();
  const log = createLog({
    level: settings.logLevel,
    hidden,
    terminal: { write: (text) => terminal.push(text) },
    path: join(dataDir, 'logs', 'marquee.log'),
  });
  const secrets = openSecretStore({
    path: join(dataDir, 'secrets.json'),
    nowMs: 0,
    onWarning: (text) => log.warn(text),
  });
  const { servers, problems } = toServersToWatch(settings, file.servers(), secrets);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const clock = systemClock;
  const version = '0.1.0';
  const app = await createApp({
    settings,
    origins,
    servers,
    file,
    secrets,
    hidden,
    log,
    clock,
    newId,
    windowDir: null,
    version,
    ...over,
  });
  const key = settings.accessKey ?? secrets.accessKey();
  const headers = { authorization: `Bearer ${key}` };

  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/rpc`, { headers: { ...headers, origin: app.url } });
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }));
  const get = (path: string) => fetch(`${app.url}${path}`, { headers });
  return {
    app,
    key,
    client,
    get,
    terminal: () => terminal.join(''),
    plays: async (): Promise<Play[]> => {
      const answer = await get('/api/v1/history?includeShort=true');
      return playPageSchema.parse(await answer.json()).items;
    },
    close: async () => {
      socket.close();
      await app.close();
      log.close();
    },
  };
};

/** Every file of a folder with what is in it, byte for byte. */
export const readAllFiles = (dir: string): { name: string; text: string }[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'latin1') }));
