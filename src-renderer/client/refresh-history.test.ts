// When what is open is read again: after a stream, after the past has changed, and after a time without connection.
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../src-contract/live.ts';
import { sampleSession, sampleSnapshot } from '../../src-contract/text/test-samples.ts';
import { nothingYet } from './live-state.ts';
import type { LiveStore, View } from './live-store.ts';
import { refreshHistory } from './refresh-history.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  let view: View = { ...nothingYet, link: { kind: 'connecting' } };
  let hear = () => {};
  const store: LiveStore<unknown> = {
    view: () => view,
    subscribe: (listener) => {
      hear = listener;
      return () => {};
    },
    wire: () => null,
    retry: () => {},
    close: () => {},
  };
  const queries = new QueryClient();
  const isStale = (key: string) => queries.getQueryState([key])?.isInvalidated;
  const read = () => ['plays', 'charts', 'other'].forEach((key) => queries.setQueryData([key], 'read'));
  refreshHistory(store, queries, [['plays'], ['charts']]);
  return {
    show: (changes: Partial<View>) => {
      read();
      view = { ...view, ...changes };
      hear();
      return { plays: isStale('plays'), charts: isStale('charts'), other: isStale('other') };
    },
    later: (byMs: number) => {
      vi.advanceTimersByTime(byMs);
      return isStale('plays');
    },
  };
}
const live = { kind: 'live' } as const;
const picture = (changes: Partial<Snapshot> = {}) => ({ link: live, snapshot: sampleSnapshot(changes) });
const all = { plays: true, charts: true, other: false };
const none = { plays: false, charts: false, other: false };

it('when plays of the past came or went, and not with every other patch', () => {
  const page = open();
  expect(page.show(picture())).toEqual(all); // The connection is there.
  expect(page.show(picture({ revision: 2 }))).toEqual(none);
  expect(page.show(picture({ revision: 3, pastRevision: 1 }))).toEqual(all);
  expect(page.show(picture({ revision: 4, pastRevision: 1 }))).toEqual(none);
  expect(page.show(picture({ revision: 5, pastRevision: 2 }))).toEqual(all);
});

it('a moment after a stream has ended, also when the past changes in that moment', () => {
  const page = open();
  const ben = sampleSession({ id: 'ben' });
  page.show(picture({ sessions: [ben] }));
  expect(page.show(picture({ sessions: [] }))).toEqual(none);
  expect(page.later(900)).toBe(false);
  expect(page.show(picture({ sessions: [], pastRevision: 1 }))).toEqual(all);
  expect(page.show({})).toEqual(none);
  expect(page.later(200)).toBe(true);
});

it('when the connection is back', () => {
  const page = open();
  page.show(picture());
  expect(page.show({ link: { kind: 'lost', sinceMs: 0, nextTryAtMs: null } })).toEqual(none);
  expect(page.show({ link: live })).toEqual(all);
});
