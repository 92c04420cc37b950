// For tests: a watcher with a Plex server whose every answer is in our hands, and a clock that stands still.
import { type Event } from '../../src-contract/event.ts';
import { type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { silentLog } from '../lib/log.ts';
import { type Link } from './input.ts';
import { SECOND, info, source } from './test-things.ts';
import { type WatchView } from './view.ts';
import { createWatcher, type WatcherOptions } from './watcher.ts';

/** Lets every promise that can go on go on. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

export class Refusal extends Error {
  readonly kind: string;
  readonly retryAfterMs: number | null = null;
  constructor(kind: string) {
    super(`refused: ${kind}`);
    this.kind = kind;
  }
}

type Question = { answer: (sessions: SeenSession[]) => Promise<unknown>; fail: (error: unknown) => Promise<unknown> };

export const createStage = (options: Partial<WatcherOptions> = {}) => {
  const clock = createFakeClock(0);
  const questions: Question[] = [];
  const asked: string[] = [];
  const handlers: { onHint: (hint: Hint) => void; onLink: (link: Link) => void }[] = [];
  const events: Event[] = [];
  const views: WatchView[] = [];
  const complaints: string[] = [];
  const ear = { reconnected: 0, closed: 0 };
  let ids = 0;
  const watcher = createWatcher({
    server: { id: info.id, name: 'attic', uri: 'http://127.0.0.1:1' },
    client: {
      info: async () => {
        asked.push('info');
        return info;
      },
      sessions: () =>
        new Promise((resolve, reject) => {
          asked.push('sessions');
          questions.push({
            answer: (sessions) => {
              resolve(sessions);
              return settle();
            },
            fail: (error) => {
              reject(error);
              return settle();
            },
          });
        }),
      source: async (ratingKey) => {
        asked.push(`source ${ratingKey}`);
        return source({ ratingKey });
      },
      activities: async () => {
        asked.push('activities');
        return [];
      },
      terminate: async (id, message) => {
        asked.push(`terminate ${id} ${message}`);
      },
      cancelTranscode: async (key) => {
        asked.push(`cancel ${key}`);
      },
    },
    listen: (given) => {
      handlers.push(given);
      return {
        reconnect: () => void (ear.reconnected += 1),
        close: async () => void (ear.closed += 1),
      };
    },
    clock,
    newId: () => `id-${++ids}`,
    adopted: [],
    lastHeardMs: null,
    intervals: { sessionPollMs: 30 * SECOND },
    onEvents: (told) => events.push(...told),
    onSamples: () => {},
    onView: (view) => views.push(view),
    log: { ...silentLog, error: (message) => complaints.push(message) },
    ...options,
  });
  const advance = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return {
    watcher,
    advance,
    asked,
    events,
    views,
    ear,
    complaints,
    kinds: () => events.map(({ kind }) => kind),
    lists: () => asked.filter((what) => what === 'sessions').length,
    hear: (hint: Hint) => handlers[0]?.onHint(hint),
    link: async (link: Link) => {
      handlers[0]?.onLink(link);
      await settle();
    },
    answer: async (sessions: SeenSession[]) => questions.shift()?.answer(sessions),
    fail: async (error: unknown) => questions.shift()?.fail(error),
  };
};
