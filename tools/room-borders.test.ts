// One story for each line of the import table, and for each way in which a file can reach for another.
import { describe, expect, it } from 'vitest';
import { findTrespasses } from './room-borders.ts';

const judge = (file: string, source: string) => findTrespasses([file], () => source);

describe('what crosses a border', () => {
  it.each([
    ['src-contract/a.ts', `import { b } from '../src-main/lib/b.ts';`],
    ['src-contract/a.ts', `import { join } from 'node:path';`],
    ['src-contract/a.ts', `import React from 'react';`],
    ['src-preload/bridge.ts', `import { contract } from '../src-contract/contract.ts';`],
    ['src-renderer/a.tsx', `import { b } from '../src-main/watch/step.ts';`],
    ['src-renderer/a.tsx', `import type { B } from '../src-main/watch/step.ts';`],
    ['src-renderer/a.tsx', `import { app } from 'electron';`],
    ['src-renderer/a.tsx', `import { readFile } from 'node:fs/promises';`],
    ['src-main/lib/a.ts', `import { b } from '../watch/state.ts';`],
    ['src-main/watch/step.ts', `import { systemClock } from '../lib/clock.ts';`],
    ['src-main/watch/step.ts', `import { randomUUID } from 'crypto';`],
    ['src-main/watch/step.ts', `import { z } from 'zod';`],
    ['src-main/watch/watcher.ts', `import { createPlexClient } from '../plex/client.ts';`],
    ['src-main/plex/client.ts', `import { openHistory } from '../history/open-history.ts';`],
    ['src-main/history/a.ts', `import { app } from 'electron';`],
    ['src-main/web/a.ts', `import { b } from '../procedures/router.ts';`],
    ['src-main/desktop/tray.ts', `import { b } from '../history/plays.ts';`],
    ['src-main/procedures/a.ts', `import { b } from '../desktop/tray.ts';`],
    ['src-main/app.ts', `import { b } from './desktop/tray.ts';`],
    ['src-main/app.ts', `import { app } from 'electron';`],
    ['src-main/headless.ts', `import { startSim } from '../src-sim/start-sim.ts';`],
    ['src-main/plex/a.ts', `import { startSim } from '../../src-sim/start-sim.ts';`],
    ['src-sim/a.ts', `import { sessionSchema } from '../src-contract/session.ts';`],
    ['src-sim/a.ts', `import { z } from 'zod';`],
    ['src-main/watch/step.ts', `import { createStory } from './test-story.ts';`],
    ['src-main/history/plays.ts', `import { b } from './testing/b.ts';`],
    ['src-sim/a.test.ts', `import { toSession } from '../src-main/plex/to-session.ts';`],
    ['src-main/watch/a.ts', `export { b } from '../lib/b.ts';`],
    ['src-main/watch/a.ts', `export * from '../lib/b.ts';`],
    ['src-main/watch/a.ts', `const b = await import('../lib/b.ts');`],
    ['src-main/watch/a.ts', `import '../lib/b.ts';`],
  ])('%s: %s', (file, source) => {
    expect(judge(file, source)).toHaveLength(1);
  });
});

describe('what does not', () => {
  it.each([
    ['src-contract/a.ts', `import { z } from 'zod'; import { oc } from '@orpc/contract'; import { b } from './b.ts';`],
    ['src-preload/bridge.ts', `import type { Contract } from '../src-contract/contract.ts';`],
    [
      'src-renderer/parts/a.tsx',
      `import type { Session } from '../../src-contract/session.ts'; import 'react-dom/client';`,
    ],
    ['src-main/watch/step.ts', `import type { Event } from '../../src-contract/event.ts'; import { b } from './b.ts';`],
    ['src-main/watch/watcher.ts', `import type { Clock } from '../lib/clock.ts'; import { step } from './step.ts';`],
    ['src-main/watch/watcher.test.ts', `import { startSim } from '../../src-sim/start-sim.ts';`],
    [
      'src-main/web/test-web.ts',
      `import { createRouter } from '../procedures/router.ts'; import { fetch } from 'undici';`,
    ],
    ['src-main/plex/client.ts', `import { Agent } from 'undici'; import { once } from 'node:events';`],
    ['src-main/web/a.ts', `import fastify from 'fastify'; import { RPCHandler } from '@orpc/server/ws';`],
    ['src-main/app.ts', `import { b } from './plex/client.ts'; import { c } from './history/open-history.ts';`],
    ['src-main/desktop.ts', `import { app } from 'electron'; import { b } from './desktop/tray.ts';`],
    ['src-sim/a.ts', `import { WebSocketServer } from 'ws'; import { b } from './b.ts';`],
  ])('%s: %s', (file, source) => {
    expect(judge(file, source)).toEqual([]);
  });
});

it('says who wanted what, and what he may have', () => {
  expect(judge('src-main/watch/step.ts', `import { systemClock } from '../lib/clock.ts';`)).toEqual([
    'src-main/watch/step.ts imports src-main/lib/clock.ts: src-main/watch may use src-contract',
  ]);
});
