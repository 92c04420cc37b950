// Hands what the window asks for on to the Marquee that it shows; what concerns this computer is answered here. So the
// page never holds the key.
import type { AnyContractRouter } from '@orpc/contract';
import { isContractProcedure } from '@orpc/contract';
import { implement, ORPCError, os } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import { problems } from '../../src-contract/problem.ts';
import type { OwnerSettings, SettingsChange } from '../../src-contract/settings.ts';
import type { Remote } from './remote.ts';
import type { RemoteSignIns } from './remote-sign-ins.ts';

type Options = {
  remote: Pick<Remote, 'line' | 'live' | 'state' | 'url'>;
  /** The window sends somebody to a sign-in page there. */
  onSignIn: RemoteSignIns['begun'];
  /** Notifications are shown here, so what is told of is chosen here. */
  settings: {
    get: () => OwnerSettings;
    update: (change: SettingsChange) => OwnerSettings;
    reset: () => OwnerSettings;
  };
  version: string;
  nowMs: () => number;
};

const away = () =>
  new ORPCError('MARQUEE_AWAY', { status: problems.MARQUEE_AWAY.status, message: problems.MARQUEE_AWAY.message });

const lineOf = ({ remote }: Options) => {
  const line = remote.line();
  if (line === null || remote.state().kind !== 'live') throw away();
  return line;
};

const forward = (options: Options, path: readonly string[]) =>
  os.handler(async ({ input, signal, lastEventId }) => {
    const { wire } = lineOf(options);
    try {
      return await wire.call(path, input, {
        context: {},
        ...(signal ? { signal } : {}),
        ...(lastEventId === undefined ? {} : { lastEventId }),
      });
    } catch (error) {
      // A problem of the contract goes on as it is; a line that breaks under the call is no bug.
      throw error instanceof ORPCError ? error : away();
    }
  });

type Forwarding = { [name: string]: ReturnType<typeof forward> | Forwarding };

const forwardAll = (options: Options, branch: AnyContractRouter, path: readonly string[] = []): Forwarding =>
  Object.fromEntries(
    Object.entries(branch).map(([name, inner]) => {
      const here = [...path, name];
      return [name, isContractProcedure(inner) ? forward(options, here) : forwardAll(options, inner, here)];
    }),
  );

const live = implement(contract.live);
const settings = implement(contract.settings);
const health = implement(contract.health);
const signIn = implement(contract.signIn);

/** `desktop` is the branch of this computer. */
export const createProxyRouter = <Desktop extends object>(options: Options, desktop: Desktop) => {
  const { remote, settings: own, version, nowMs } = options;
  const withOwn = (theirs: OwnerSettings): OwnerSettings => ({ ...theirs, notifications: own.get().notifications });
  const all = forwardAll(options, contract);
  return {
    ...all,
    live: {
      ...forwardAll(options, contract.live, ['live']),
      watch: live.watch.handler(({ signal }) => remote.live.watch(signal)),
      snapshot: live.snapshot.handler(() => remote.live.snapshot()),
    },
    settings: {
      ...forwardAll(options, contract.settings, ['settings']),
      get: settings.get.handler(async () => withOwn(await lineOf(options).client.settings.get())),
      update: settings.update.handler(async ({ input }) => {
        const { notifications, ...rest } = input;
        if (notifications !== undefined) own.update({ notifications });
        const { client } = lineOf(options);
        const theirs = Object.keys(rest).length > 0 ? await client.settings.update(rest) : await client.settings.get();
        return withOwn(theirs);
      }),
      reset: settings.reset.handler(async () => {
        const theirs = await lineOf(options).client.settings.reset();
        own.reset();
        return withOwn(theirs);
      }),
    },
    signIn: {
      ...forwardAll(options, contract.signIn, ['signIn']),
      start: signIn.start.handler(async ({ input }) => {
        const { client } = lineOf(options);
        // The browser is on this machine, so it comes back to that Marquee by the name that we know.
        const started = await client.signIn.start({ from: remote.url.replace(/\/$/, ''), ...input });
        options.onSignIn(client, started);
        return started;
      }),
    },
    health: {
      get: health.get.handler(async () => {
        if (remote.state().kind === 'live') return { ...(await lineOf(options).client.health.get()), host: 'desktop' };
        const mouths = remote.live.snapshot().health;
        return { ok: false, version, host: 'desktop', startedAtMs: nowMs(), mouths, servers: [] };
      }),
    },
    desktop,
  };
};
