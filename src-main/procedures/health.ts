// How Marquee itself is doing.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { MouthHealth } from '../../src-contract/live.ts';
import type { ServerHealth } from '../../src-contract/server.ts';

export type HealthRoom = () => {
  ok: boolean;
  version: string;
  host: 'desktop' | 'headless';
  startedAtMs: number;
  mouths: MouthHealth[];
  servers: ServerHealth[];
  plexTv?: { breaker: ServerHealth['breaker'] };
};

const os = implement(contract.health);

export const healthBranch = (health: HealthRoom) => ({ get: os.get.handler(() => health()) });
