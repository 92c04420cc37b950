// Every outcome of a stop, in the words that the owner reads.
import { describe, expect, it } from 'vitest';
import type { CancelOutcome, StopOutcome } from '../event.ts';
import type { Session } from '../session.ts';
import { formatTimeOfDay } from './format.ts';
import { evening, sampleItem, sampleSession, sampleTranscode } from './test-samples.ts';
import {
  describeCancel,
  describeFailedCall,
  describeReader,
  describeStop,
  describeStopEffect,
} from './words-outcome.ts';

const alice = sampleSession();
const converting = sampleSession({ transcode: sampleTranscode() });
const music = sampleSession({ item: sampleItem({ type: 'track' }) });

describe('a stop', () => {
  it.each<[StopOutcome, Session, string, string, string | null]>([
    [{ kind: 'stopped', afterMs: 1840 }, alice, 'Stopped. Alice’s screen went dark after 1.8 s.', 'good', null],
    [{ kind: 'stopped', afterMs: 900 }, music, 'Stopped. Alice’s music went quiet after 0.9 s.', 'good', null],
    [
      { kind: 'still-playing', afterMs: 10_000 },
      alice,
      'Plex accepted the stop, but the Shield plays on. Try again, or restart the app there.',
      'bad',
      'try-again',
    ],
    [
      { kind: 'refused', why: 'no-plex-pass' },
      alice,
      'Plex Pass is needed on this server to stop a stream.',
      'bad',
      null,
    ],
    [
      { kind: 'refused', why: 'no-plex-pass' },
      converting,
      'Plex Pass is needed on this server to stop a stream. Its transcode can be cancelled without it.',
      'bad',
      'stop-transcode',
    ],
    [
      { kind: 'refused', why: 'not-owner' },
      alice,
      'Plex lets only the server’s owner stop a stream, and we are not signed in as the owner.',
      'bad',
      null,
    ],
    [
      { kind: 'refused', why: 'no-terminate-id' },
      alice,
      'Plex gives this stream no id, and without one it cannot be stopped from here. Stop it on the Shield.',
      'bad',
      null,
    ],
    [
      { kind: 'refused', why: 'already-gone' },
      alice,
      'alice’s stream had already ended. Nothing was stopped.',
      'uncertain',
      null,
    ],
    [
      { kind: 'refused', why: 'server' },
      alice,
      'Plex refused the stop and did not say why. Try again in a moment.',
      'bad',
      'try-again',
    ],
  ])('%o', (outcome, session, text, tone, offer) => {
    expect(describeStop(outcome, session)).toEqual({ text, tone, offer });
  });
});

describe('a cancelled transcode', () => {
  it.each<[CancelOutcome, string, string | null]>([
    [
      { kind: 'session-ended', afterMs: 2100 },
      'Transcode stopped. The player gave up and the stream ended after 2.1 s.',
      null,
    ],
    [
      { kind: 'plays-directly', afterMs: 2100 },
      'Transcode stopped. After 2.1 s the Shield plays on without one.',
      null,
    ],
    [
      { kind: 'came-back', afterMs: 900, sameKey: false },
      'The Shield asked for a new transcode again after 0.9 s. Only stopping the stream ends it.',
      'stop-stream',
    ],
    [
      { kind: 'came-back', afterMs: 900, sameKey: true },
      'The Shield asked for the same transcode again after 0.9 s. Only stopping the stream ends it.',
      'stop-stream',
    ],
    [
      { kind: 'still-transcoding', afterMs: 10_000 },
      'Plex accepted, but the transcode runs on after 10 s. Try again, or stop the stream.',
      'try-again',
    ],
    [
      { kind: 'refused', why: 'not-owner' },
      'Plex lets only the server’s owner stop a transcode, and we are not signed in as the owner.',
      null,
    ],
    [
      { kind: 'refused', why: 'server' },
      'Plex refused to stop the transcode and did not say why. Try again in a moment.',
      'try-again',
    ],
    [{ kind: 'nothing-to-stop' }, 'There was no transcode to stop any more.', null],
  ])('%o', (outcome, text, offer) => {
    expect(describeCancel(outcome, alice)).toMatchObject({ text, offer });
  });
});

describe('a call that failed', () => {
  it.each<[string | null, number | null, string]>([
    ['UNKNOWN_SESSION', null, 'alice’s stream had already ended. Nothing was stopped.'],
    ['SERVER_UNREACHABLE', null, 'attic is not answering, so nothing was stopped.'],
    [
      'SERVER_UNREACHABLE',
      evening,
      `attic is not answering, so nothing was stopped. It is tried again at ${formatTimeOfDay(evening)}.`,
    ],
    [null, null, 'Marquee went out of reach before it could answer. Whether the stream was stopped shows on its card.'],
    ['NOT_CONNECTED', null, 'Marquee is out of reach, so nothing was asked of Plex. The page reconnects by itself.'],
    [
      'INTERNAL_SERVER_ERROR',
      null,
      'Marquee could not do it; its log says more. Whether the stream goes on shows on its card.',
    ],
  ])('%s', (code, nextTryAtMs, text) => {
    expect(describeFailedCall(code, alice, 'attic', nextTryAtMs).text).toBe(text);
  });
});

it('tells what a stop does to the viewer', () => {
  expect(describeStopEffect(alice)).toBe('It ends at once on the Shield. Nothing keeps alice from starting it again.');
});

describe('the message', () => {
  it('is read on a player with a screen for it', () => {
    expect(describeReader(alice)).toBe('alice will read this on the Shield.');
  });

  it('is not promised to a DLNA player', () => {
    const player = { ...alice.player, product: 'DLNA', device: 'Bravia' };
    expect(describeReader({ ...alice, player })).toBe('The Bravia cannot show messages: the stream will just end.');
  });
});
