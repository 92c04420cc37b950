// A Tautulli beside which Marquee runs: who it is, its key, and the regular look for what it recorded since the last one.
import { z } from 'zod';
import type { MouthHealth } from '../src-contract/live.ts';
import type { ImportWanted, TautulliChange, TautulliTest, TautulliView } from '../src-contract/import.ts';
import type { History } from './history/history.ts';
import { ImportError } from './history/tautulli/import-error.ts';
import { createAskTautulli, readHistoryPage, readHouse } from './history/tautulli/open-api.ts';
import type { Clock } from './lib/clock.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import type { SecretStore } from './settings/secret-store.ts';
import type { Settings } from './settings/settings.ts';

type Options = {
  settings: Pick<Settings, 'tautulliUrl' | 'tautulliKey' | 'tautulliSyncMs'>;
  secrets: Pick<SecretStore, 'token' | 'keepToken'>;
  history: Pick<History, 'imports'>;
  isKnown: (serverId: string) => boolean;
  hidden: HiddenWords;
  onHealth: (health: MouthHealth) => void;
  clock: Clock;
  log: Log;
};

export type TautulliRoom = {
  view: () => Promise<TautulliView>;
  /** Null when it is set by the environment. Throws when it cannot be kept. */
  update: (change: TautulliChange) => Promise<TautulliView | null>;
  test: (wanted: { url?: string | undefined; key?: string | undefined }) => Promise<TautulliTest>;
  /** Puts the kept key to a source that names the kept address. */
  complete: (wanted: ImportWanted) => ImportWanted;
  close: () => Promise<void>;
};

/** Among the secrets: the key is one, and both only mean something together. */
const place = 'tautulli';
const keptSchema = z.object({ url: z.string().nullable(), key: z.string().nullable() });
type Kept = z.infer<typeof keptSchema>;
const soonMs = 3_000;

const parseKept = (text: string | null): Kept => {
  try {
    return keptSchema.parse(JSON.parse(text ?? 'null'));
  } catch {
    return { url: null, key: null };
  }
};

/** Everything that it brought is one import, which can be undone as a whole. */
const toImportId = (serverId: string): string => `tautulli-${serverId}`;

export const openTautulli = (options: Options): TautulliRoom => {
  const { settings, secrets, history, isKnown, hidden, onHealth, clock, log } = options;
  const { imports } = history;
  const fixed = settings.tautulliUrl !== null;
  const current = (): Kept =>
    fixed ? { url: settings.tautulliUrl, key: settings.tautulliKey } : parseKept(secrets.token(place));
  let lastRun: TautulliView['lastRun'] = null;
  let nextRunAtMs: number | null = null;
  let serverId: string | null = null;
  let looking: Promise<void> | null = null;
  let closed = false;
  /** Named again after what it brought was undone. */
  let renewed = false;
  let disarm = (): void => {};

  const tell = (): void => {
    if (current().url === null)
      return onHealth({ name: 'tautulli', ok: true, text: 'No Tautulli is asked.', sinceMs: null });
    const { ok = true, says = 'Nothing was asked yet.', atMs = null } = lastRun ?? {};
    onHealth({ name: 'tautulli', ok, text: says, sinceMs: ok ? null : atMs });
  };

  const lookOnce = async ({ url, key }: { url: string; key: string }): Promise<void> => {
    const house = await readHouse(createAskTautulli(url, key));
    if (house.serverId === null) throw new ImportError('This Tautulli does not say which server it watches.');
    serverId = house.serverId;
    const into = toImportId(serverId);
    const earlier = await imports.progress(into);
    if (earlier?.state === 'undone' && !renewed)
      throw new ImportError('What it brought was taken out again. Name it anew in the settings to bring it back.');
    const before = earlier?.counts;
    const after = await imports.newestRow(serverId);
    const started = await imports.start({ source: { kind: 'api', url, key }, serverId }, { into, after });
    if (started.kind === 'running') throw new ImportError('It waits for another import to end.');
    if (started.kind !== 'run')
      throw new ImportError(started.kind === 'unreadable' ? started.says : 'It says nothing of a server.');
    const run = await imports.ended(into);
    if (run?.state === 'failed') throw new ImportError(run.failure ?? 'It failed.');
    const added =
      (run?.counts.added ?? 0) + (run?.counts.replaced ?? 0) - (before?.added ?? 0) - (before?.replaced ?? 0);
    const matched = (run?.counts.matched ?? 0) - (before?.matched ?? 0);
    const says = `${added} new, ${matched} that Marquee saw itself.`;
    lastRun = { atMs: clock.nowMs(), ok: true, says, added, matched };
  };

  const look = async (): Promise<void> => {
    const { url, key } = current();
    if (url === null || closed) return;
    try {
      if (key === null) throw new ImportError('Its API key is missing (TAUTULLI_API_KEY).');
      hidden.add(key);
      await lookOnce({ url, key });
    } catch (thrown) {
      const { message } = toError(thrown);
      // One that stays away is told of once.
      const isOld = lastRun?.ok === false && lastRun.says === message;
      log[isOld ? 'debug' : 'warn']('Tautulli could not be asked', { reason: message });
      lastRun = { atMs: clock.nowMs(), ok: false, says: message, added: 0, matched: 0 };
    }
    tell();
  };
  const arm = (delayMs: number): void => {
    disarm();
    nextRunAtMs = null;
    if (closed || current().url === null) return;
    nextRunAtMs = clock.nowMs() + delayMs;
    disarm = clock.after(delayMs, () => {
      looking = look().finally(() => {
        looking = null;
        arm(settings.tautulliSyncMs);
      });
    });
  };
  if (current().url !== null) tell();
  arm(soonMs);

  const view = async (): Promise<TautulliView> => {
    const { url, key } = current();
    const run = serverId === null ? null : await imports.progress(toImportId(serverId)).catch(() => null);
    return {
      url,
      hasKey: key !== null,
      intervalMs: settings.tautulliSyncMs,
      fixed,
      lastRun,
      nextRunAtMs,
      added: (run?.counts.added ?? 0) + (run?.counts.replaced ?? 0),
      matched: run?.counts.matched ?? 0,
    };
  };

  const toKey = (url: string | null, key: string | undefined): string | null => {
    const kept = current();
    // A kept key only goes to the address for which it was kept.
    return key ?? (url === kept.url ? kept.key : null);
  };

  return {
    view,
    update: async ({ url, key }) => {
      if (fixed) return null;
      if (key !== undefined) hidden.add(key);
      secrets.keepToken(place, JSON.stringify({ url, key: url === null ? null : toKey(url, key) }));
      renewed = true;
      lastRun = null;
      serverId = null;
      tell();
      arm(0);
      return view();
    },
    test: async ({ url, key }) => {
      const address = url ?? current().url;
      if (address === null) return { kind: 'failed', why: 'No address of a Tautulli is named.' };
      const used = toKey(address, key);
      if (used === null)
        return { kind: 'failed', why: 'The API key is missing. It stands in Tautulli under Settings, Web Interface.' };
      hidden.add(used);
      try {
        const ask = createAskTautulli(address, used);
        const house = await readHouse(ask);
        const { recordsTotal } = await readHistoryPage(ask, 0, 1);
        return {
          kind: 'answered',
          version: house.version ?? '',
          serverId: house.serverId,
          serverName: house.serverName,
          known: house.serverId !== null && isKnown(house.serverId),
          plays: recordsTotal,
        };
      } catch (thrown) {
        return { kind: 'failed', why: toError(thrown).message };
      }
    },
    complete: (wanted) => {
      const { source } = wanted;
      if (source.kind === 'file') return wanted;
      const key = toKey(source.url, source.key);
      if (key !== null) hidden.add(key);
      return key === null ? wanted : { ...wanted, source: { ...source, key } };
    },
    close: async () => {
      closed = true;
      disarm();
      await looking;
    },
  };
};
