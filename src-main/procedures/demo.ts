// The demo: begun only where no server is watched, so that it never takes the place of a recording.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { DemoState } from '../../src-contract/demo.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import type { LiveFeed } from './live-feed.ts';

export type DemoRoom = {
  state: () => DemoState;
  /** Resolves when the demo is about to take the place of this Marquee. */
  start: () => Promise<DemoState>;
  end: () => DemoState;
};

const os = implement(contract.demo);

export const demoBranch = (demo: DemoRoom | null, live: Pick<LiveFeed, 'snapshot'>, log: Log) => ({
  get: os.get.handler(() => demo?.state() ?? { on: false }),
  start: os.start.handler(async ({ errors }) => {
    if (demo === null) throw errors.DEMO_UNAVAILABLE({ message: 'There is no demo in this Marquee.' });
    if (!demo.state().on && live.snapshot().servers.length > 0) throw errors.DEMO_UNAVAILABLE();
    return demo.start().catch((error: unknown) => {
      const reason = toError(error).message;
      log.error('The demo could not start', { reason });
      throw errors.DEMO_UNAVAILABLE({ message: `The demo could not start: ${reason}` });
    });
  }),
  end: os.end.handler(() => demo?.end() ?? { on: false }),
});
