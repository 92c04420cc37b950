// What the window says of servers and of what is wrong, as tables.
import { describe, expect, it } from 'vitest';
import type { Server } from '../server.ts';
import { formatTimeOfDay } from './format.ts';
import { evening, sampleServer } from './test-samples.ts';
import { describeAlarms, describeLost, describeNobody, describeStatus } from './words-server.ts';

const since = evening - 3_600_000;
const sinceText = formatTimeOfDay(since);

describe('when no card is shown', () => {
  const live = { kind: 'live', sinceMs: since } as const;
  const gone = { kind: 'unreachable', sinceMs: since, nextTryAtMs: null, why: 'refused' } as const;
  const off = { kind: 'disabled' } as const;

  it.each<[string, Server['status'][], string]>([
    ['all answer', [live, { kind: 'polling', sinceMs: since, why: 'no socket' }], 'Nobody is watching'],
    ['one does not', [live, gone], 'Nobody is known to be watching'],
    ['one is asked for the first time', [gone, { kind: 'connecting' }], 'Looking at your servers'],
    ['one is not watched', [live, off], 'Nobody is watching'],
    ['none is watched', [off, off], 'Direct watching is off'],
  ])('and %s', (_, statuses, title) => {
    expect(describeNobody(statuses.map((status) => sampleServer({ status })))).toMatchObject({ title });
  });

  it('and all are switched off by the owner', () => {
    const server = sampleServer({ status: off, enabled: false });
    expect(describeNobody([server])).toMatchObject({ title: 'No server is watched' });
  });
});

describe('a server', () => {
  it.each<[Server['status'], string, string | null, string]>([
    [{ kind: 'connecting' }, 'connecting', null, 'waiting'],
    [{ kind: 'live', sinceMs: since }, 'live', null, 'well'],
    [{ kind: 'polling', sinceMs: since, why: 'the socket is closed' }, 'polling', 'the socket is closed', 'waiting'],
    [
      { kind: 'unreachable', sinceMs: since, nextTryAtMs: evening + 12_000, why: 'refused' },
      `not answering since ${sinceText}`,
      'refused',
      'problem',
    ],
    [{ kind: 'unauthorized', sinceMs: since, why: '401' }, `signed out since ${sinceText}`, '401', 'problem'],
    [{ kind: 'disabled' }, 'not watched', null, 'off'],
  ])('that is $kind', (status, word, why, tone) => {
    expect(describeStatus(status, evening)).toMatchObject({ word, why, tone });
  });

  it('raises an alarm only when something is wrong', () => {
    const nas = sampleServer({
      id: 'nas',
      name: 'Nas',
      status: { kind: 'unreachable', sinceMs: since, nextTryAtMs: evening + 12_000, why: 'refused' },
    });
    const shed = sampleServer({
      id: 'shed',
      name: 'Shed',
      status: { kind: 'unauthorized', sinceMs: since, why: '401' },
    });
    const well = { name: 'web' as const, ok: true, text: null, sinceMs: null };
    const full = { name: 'history' as const, ok: false, text: 'The disk is full.', sinceMs: since };
    expect(describeAlarms([sampleServer()], [well], evening)).toEqual([]);
    expect(describeAlarms([sampleServer(), nas, shed], [well, full], evening)).toEqual([
      {
        key: 'nas',
        text: `Nas is not answering since ${sinceText}.`,
        hint: 'Its streams are shown as last seen.',
        nextTryAtMs: evening + 12_000,
      },
      {
        key: 'shed',
        text: `Recording of Shed is paused since ${sinceText}. 401`,
        hint: 'Sign in again on the Servers screen.',
        nextTryAtMs: null,
      },
      {
        key: 'history',
        text: `The history of Marquee is not working since ${sinceText}.`,
        hint: 'The disk is full.',
        nextTryAtMs: null,
      },
    ]);
  });
});

it('says one thing when the attached Marquee is away, whatever its servers do', () => {
  const away = { name: 'attached', ok: false, text: 'Nothing listens there.', sinceMs: since } as const;
  const status = { kind: 'unreachable', sinceMs: since, nextTryAtMs: null, why: '' } as const;
  expect(describeAlarms([sampleServer({ status })], [away], evening)).toEqual([
    {
      key: 'attached',
      text: `The Marquee that is shown here is not answering since ${sinceText}.`,
      hint: 'Nothing listens there.',
      nextTryAtMs: null,
    },
  ]);
});

it('says since when Marquee itself is out of reach', () => {
  expect(describeLost(since, null, evening).text).toBe(`Marquee is not answering since ${sinceText}.`);
});
