// Every kind of fact has a subject and a type of its own, and what is sent is a CloudEvent that holds the whole fact.
import { describe, expect, test } from 'vitest';
import { eventSchema } from '../../src-contract/event.ts';
import { toCloudEvent, toDotted, toSubject, toType } from './cloud-event.ts';

const kinds = eventSchema.options.map((option) => option.shape.kind.value);

describe('names', () => {
  test.each([
    ['session-started', 'session.started'],
    ['session-stream-changed', 'session.stream-changed'],
    ['transcode-ended', 'transcode.ended'],
    ['server-update-available', 'server.update-available'],
    ['remote-access-down', 'remote-access.down'],
    ['sign-in-expired', 'sign-in.expired'],
    ['play-recorded', 'play.recorded'],
    ['odd', 'odd'],
  ])('%s is %s', (kind, dotted) => {
    expect(toDotted(kind)).toBe(dotted);
    expect(toType(kind)).toBe(`app.marquee.${dotted}`);
  });

  test('every kind has its own, of two words that a subscriber can filter by', () => {
    const subjects = kinds.map((kind) => toSubject('marquee', { serverId: 'abc', kind }));
    expect(new Set(subjects).size).toBe(kinds.length);
    for (const subject of subjects) expect(subject).toMatch(/^marquee\.abc\.[a-z-]+\.[a-z-]+$/);
  });

  test('what would mean something else in a subject is replaced', () => {
    expect(toSubject('home.plex', { serverId: 'a.b *>', kind: 'server-up' })).toBe('home.plex.a_b___.server.up');
  });
});

test('a fact becomes a CloudEvent with the whole fact in it', () => {
  const event = { id: 'e1', serverId: 'srv 1', atMs: 1_700_000_000_123, kind: 'server-down', why: 'Grüße "quoted"' };
  const text = toCloudEvent({ seq: 7, ...event, body: JSON.stringify(event) }, 'site-1');
  expect(JSON.parse(text)).toEqual({
    specversion: '1.0',
    id: 'e1',
    source: 'marquee/srv%201',
    type: 'app.marquee.server.down',
    time: '2023-11-14T22:13:20.123Z',
    datacontenttype: 'application/json',
    marqueesite: 'site-1',
    data: event,
  });
});

test.each([Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER])(
  'an impossible time (%d) does not stop the outbox',
  (atMs) => {
    const text = toCloudEvent({ seq: 1, id: 'e', serverId: 's', kind: 'server-up', atMs, body: '{}' }, 'site');
    expect(JSON.parse(text)).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
  },
);
