import { describe, expect, test } from 'vitest';
import { toGroupId, type EarlierPlay } from './grouping.ts';
import { toItemKey } from './item-key.ts';
import { foldPlay } from './play-fold.ts';
import { minuteMs as min, stopped, toSession } from './testing/facts.ts';

const hourMs = 60 * min;
const earlier: EarlierPlay = { groupId: 'first', watched: false, positionMs: 40 * min, stoppedAtMs: 0 };
const play = (positionMs: number, live = false, startedAtMs = hourMs) => {
  const session = toSession({ id: 'new', startedAtMs, item: { live } });
  return foldPlay([], stopped(session, startedAtMs + 10 * min, positionMs), null).play;
};

describe('a play joins the one before it', () => {
  const stories: [string, ReturnType<typeof play>, EarlierPlay | null, string][] = [
    ['when that was left unfinished and this goes on', play(60 * min), earlier, 'first'],
    ['also from the very same position', play(40 * min), earlier, 'first'],
    ['weeks later just as well', play(60 * min, false, 500 * hourMs), earlier, 'first'],
    ['but not when that was watched', play(60 * min), { ...earlier, watched: true }, 'new'],
    ['but not when this stayed behind it', play(39 * min), earlier, 'new'],
    ['but not when there is none', play(60 * min), null, 'new'],
    ['but not when nobody knows where that ended', play(60 * min), { ...earlier, positionMs: null }, 'new'],
    ['live TV within a day, wherever it stood', play(0, true, 23 * hourMs), { ...earlier, watched: true }, 'first'],
    ['but not live TV of two days ago', play(50 * min, true, 48 * hourMs), earlier, 'new'],
  ];
  test.each(stories)('%s', (_, next, before, group) => {
    expect(toGroupId(next, before)).toBe(group);
  });
});

describe('two items are the same', () => {
  const { item } = toSession();
  test.each([
    ['by guid, on any server', item.guid, '17', item.guid],
    ['else by server and ratingKey', null, '17', 'server-1:17'],
    ['and a guid that only repeats the ratingKey is none', 'local://17', '17', 'server-1:17'],
    ['nor one of the agent “none”', 'com.plexapp.agents.none://17/2026?lang=xn', '17', 'server-1:17'],
    ['and without both there is no telling', null, null, null],
  ])('%s', (_, guid, ratingKey, key) => {
    expect(toItemKey('server-1', { ...item, guid, ratingKey })).toBe(key);
  });
});
