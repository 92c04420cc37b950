// One core at a time: the owner's own, or the demo in its place until he has seen enough.
import type { App } from './app.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import { clearDemo, openDemo, type CoreOptions, type Demo } from './open-demo.ts';
import type { DemoRoom } from './procedures/demo.ts';

type Options = {
  /** Read anew each time: what the owner watches may have changed. */
  own: () => CoreOptions;
  /** Closes the core that runs, and opens what `core` then gives. */
  reopen: () => Promise<void>;
  /** The owner's own core does not open any more. */
  onFailure: (error: unknown) => void;
  log: Log;
};

export type DemoSwitch = {
  core: () => CoreOptions;
  /** To be told of each core that was opened. */
  onOpened: (app: Pick<App, 'live' | 'client'>) => void;
  room: DemoRoom;
  /** Resolves when no core is being exchanged. */
  settled: () => Promise<void>;
  /** After the core was closed. */
  close: () => Promise<void>;
};

/** The answer to whoever asked is sent before the line breaks. */
const afterTheAnswer = () => new Promise<void>((resolve) => setTimeout(resolve, 50));

/** As an owner would: a demo without a past has empty charts. */
const takePast = async ({ live, client }: Pick<App, 'live' | 'client'>): Promise<void> => {
  for await (const _ of live.watch()) {
    const [server] = live.snapshot().servers;
    if (server?.status.kind !== 'live') continue;
    await client.backfill.start({ serverId: server.id });
    return;
  }
};

export const createDemoSwitch = ({ own, reopen, onFailure, log }: Options): DemoSwitch => {
  let demo: Demo | null = null;
  let starting: Promise<void> | null = null;
  let turning: Promise<void> = Promise.resolve();

  const exchange = async (before: Demo | null, next: Demo | null): Promise<void> => {
    await afterTheAnswer();
    try {
      await reopen();
    } catch (error) {
      if (next === null) throw error;
      log.error('The demo could not be opened', { reason: toError(error).message });
      demo = null;
      await reopen();
      await next.close();
    } finally {
      await before?.close();
    }
  };
  const turnTo = (next: Demo | null): void => {
    const before = demo;
    demo = next;
    turning = turning.then(() => exchange(before, next)).catch(onFailure);
  };
  const start = async (): Promise<void> => turnTo(await openDemo(own(), log));

  return {
    core: () => demo?.core ?? own(),
    onOpened: (app) => {
      if (demo === null) clearDemo(own().settings.dataDir);
      else
        takePast(app).catch((error: unknown) => log.warn('The demo has no past', { reason: toError(error).message }));
    },
    room: {
      state: () => ({ on: demo !== null }),
      start: async () => {
        if (demo === null) await (starting ??= start().finally(() => (starting = null)));
        return { on: true };
      },
      end: () => {
        if (demo !== null) turnTo(null);
        return { on: false };
      },
    },
    settled: () => turning,
    close: async () => demo?.close(),
  };
};
