// What the demo runs on: a simulated server in a thread of its own, and a data folder that goes when it ends. Nothing of
// it leaves this machine, and of the owner's own settings it has only those that say how Marquee itself is reached.
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { AppOptions } from './app.ts';
import type { Log } from './lib/log.ts';
import { openSecretStore } from './settings/secret-store.ts';
import { openSettingsFile } from './settings/settings-file.ts';
import type { Settings } from './settings/settings.ts';

/** What makes a core the owner's own, or another one. */
export type CoreOptions = Pick<AppOptions, 'settings' | 'origins' | 'servers' | 'file'> & {
  secrets: AppOptions['secrets'];
};

export type Demo = { core: CoreOptions; close: () => Promise<void> };

/** Built, the thread is a file of its own beside the program. */
const script = new URL(
  import.meta.url.endsWith('.ts') ? '../src-sim/demo-thread.ts' : 'demo-thread.js',
  import.meta.url,
);

const START_MS = 20_000;

const saidSchema = z.object({ uri: z.url(), token: z.string(), plexTvUri: z.url() });

/** What a demo does not take over from its owner. */
const notHis = {
  plexSync: true,
  plexUrl: null,
  plexToken: null,
  tautulliUrl: null,
  tautulliKey: null,
  natsUrl: null,
  natsCreds: null,
  natsCollect: false,
  webhooks: false,
  webhookSecret: null,
  webhookHost: null,
  oauthIssuer: null,
  oauthClientId: null,
  oauthRedirectUri: null,
  httpsProxy: null,
} satisfies Partial<Settings>;

const toDemoDir = (dataDir: string): string => join(dataDir, 'looking-around');

/** Also what a demo left that was not ended but killed. */
export const clearDemo = (dataDir: string): void =>
  rmSync(toDemoDir(dataDir), { recursive: true, force: true, maxRetries: 3 });

export const openDemo = async (own: CoreOptions, log: Log): Promise<Demo> => {
  const ownDir = own.settings.dataDir;
  const dataDir = toDemoDir(ownDir);
  clearDemo(ownDir);
  mkdirSync(dataDir, { mode: 0o700 });
  const plex = new Worker(script);
  const close = async (): Promise<void> => {
    await plex.terminate();
    clearDemo(ownDir);
  };
  try {
    const [said]: unknown[] = await once(plex, 'message', { signal: AbortSignal.timeout(START_MS) });
    const { uri, token, plexTvUri } = saidSchema.parse(said);
    // The demo then says of its server what it says of any that is gone.
    plex.on('error', ({ message }) => log.error('The simulated server of the demo broke', { reason: message }));
    const secrets = openSecretStore({
      path: join(dataDir, 'secrets.json'),
      nowMs: 0,
      onWarning: (text) => log.warn(text),
    });
    const { accessKey, browsers, keys } = own.secrets;
    return {
      core: {
        settings: { ...own.settings, ...notHis, dataDir, plexTvUrl: plexTvUri },
        origins: new Map([...own.origins].filter(([key]) => !(key in notHis))),
        servers: [{ uri, token, known: null }],
        file: openSettingsFile({ store: {} }),
        // Whoever may look at Marquee may look at its demo.
        secrets: { ...secrets, accessKey, browsers, keys },
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
