// For tests: a Marquee that watches two simulated servers whose numbers are the same and mean different things.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { startSim, type Sim, type SimOptions } from '../src-sim/start-sim.ts';
import { startApp } from './test-app.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

/** Their clocks stand still, so that what was asked of one a moment later is still the same. */
export const startTwins = async (options: SimOptions = {}, environment: Record<string, string> = {}) => {
  const own = {
    scenario: 'twins' as const,
    name: 'Attic',
    seed: 5,
    manualClock: true,
    startAtMs: Date.now(),
    ...options,
  };
  const attic = await startSim(own);
  const twin = attic.twin ?? (await startSim({ ...own, name: 'Attic (twin)', shelf: 'b', token: attic.token }));
  const sims = [attic, twin].toSorted((one, other) => (one.machineIdentifier < other.machineIdentifier ? -1 : 1));
  const dir = mkdtempSync(join(tmpdir(), 'marquee-twins-'));
  const servers = sims.map(({ machineIdentifier: id, name, uri }) => ({ id, name, uri }));
  const tokens = Object.fromEntries(sims.map(({ machineIdentifier, token }) => [machineIdentifier, token]));
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ servers }));
  writeFileSync(join(dir, 'secrets.json'), JSON.stringify({ tokens }), { mode: 0o600 });
  const marquee = await startApp(dir, environment);
  return {
    attic,
    twin,
    sims,
    marquee,
    call: (path: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
      fetch(`${marquee.app.url}/api/v1${path}`, {
        ...init,
        headers: { authorization: `Bearer ${marquee.key}`, ...init.headers },
      }),
    /** Until both are live and so many sessions are shown. */
    untilLive: (sessions: number) =>
      vi.waitFor(() => {
        const now = marquee.app.snapshot();
        expect(now.servers.map(({ status }) => status.kind)).toEqual(['live', 'live']);
        expect(now.sessions).toHaveLength(sessions);
      }, patience),
    close: async () => {
      await marquee.close();
      await twin.close();
      await attic.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
export type Twins = Awaited<ReturnType<typeof startTwins>>;

/** What a simulated server itself answers, as Plex would. */
export const askPlex = async ({ uri, token }: Pick<Sim, 'uri' | 'token'>, path: string): Promise<unknown> => {
  const answer = await fetch(`${uri}${path}`, { headers: { accept: 'application/json', 'x-plex-token': token } });
  return answer.json();
};
