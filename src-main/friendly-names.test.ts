// People as their owner calls them where streams are shown and told, with a real history behind.
import { expect, test, vi } from 'vitest';
import type { Event } from '../src-contract/event.ts';
import { openFriendlyNames } from './friendly-names.ts';
import { minuteMs, toSession, viewing } from './history/testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory } from './history/testing/temp-history.ts';
import { silentLog } from './lib/log.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

test('a stream is shown and told under the name that the owner gave, from the moment it is given', async () => {
  const { dataDir, remove } = makeDataDir();
  const clock = createStillClock();
  const history = await openTestHistory(dataDir, clock);
  history.record(viewing(toSession({ startedAtMs: clock.nowMs() - 60 * minuteMs }), 30 * minuteMs, 0));
  await history.flush();
  const names = await openFriendlyNames({ history, log: silentLog });
  const now = toSession({ id: 'session-2' });
  const stranger = toSession({ user: { id: '502', name: 'Ada', thumb: null } });
  expect(names.ofSession(now)).toBe(now);

  const changed = vi.fn<() => void>();
  names.onChange(changed);
  await history.rename('501', 'Aunt Ada');
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce(), patience);
  expect(names.ofSession(now)).toEqual({ ...now, user: { ...now.user, name: 'Aunt Ada' } });
  // The live picture tells by references what has changed.
  expect(names.ofSession(now)).toBe(names.ofSession(now));
  expect(names.ofSession(stranger)).toBe(stranger);
  const started: Event = {
    id: 'e',
    serverId: now.serverId,
    atMs: 1,
    kind: 'session-started',
    session: now,
    creditsStartMs: null,
  };
  expect(names.ofEvent(started)).toMatchObject({ session: { user: { name: 'Aunt Ada' } } });
  const down: Event = { id: 'f', serverId: 's', atMs: 1, kind: 'server-down', why: 'gone' };
  expect(names.ofEvent(down)).toBe(down);

  await history.rename('501', null);
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2), patience);
  expect(names.ofSession(now)).toBe(now);
  names.close();
  await history.close();
  remove();
});
