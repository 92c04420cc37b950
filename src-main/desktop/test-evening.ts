// For tests: an evening told step by step, and what was notified of it.
import type { Event } from '../../src-contract/event.ts';
import type { Server } from '../../src-contract/server.ts';
import type { Session } from '../../src-contract/session.ts';
import { defaultSettings, type NotificationSettings } from '../../src-contract/settings.ts';
import { evening, sampleServer } from '../../src-contract/text/test-samples.ts';
import { nothingHeard, type Notice } from './notify-state.ts';
import { decideNotifications, type NotifyInput, type Told } from './notify.ts';

type Shown = { atMs: number; notice: Notice };

/** An event without what every event has. */
export type Fact<Kind extends Event['kind'] = Event['kind']> = Kind extends unknown
  ? Omit<Extract<Event, { kind: Kind }>, 'id' | 'serverId' | 'atMs'>
  : never;

export const tellEvening = (changes: Partial<NotificationSettings> = {}, minuteOf = () => 20 * 60) => {
  let settings: NotificationSettings = { ...defaultSettings.notifications, ...changes };
  let nowMs = evening;
  let number = 0;
  let told: Told = { state: nothingHeard, notices: [], wakeAtMs: null };
  const all: Shown[] = [];
  const servers: Server[] = [sampleServer(), sampleServer({ id: 'nas', name: 'nas' })];

  const take = (input: NotifyInput) => {
    told = decideNotifications(told.state, input, settings, minuteOf);
    all.push(...told.notices.map((notice) => ({ atMs: nowMs, notice })));
  };
  const story = {
    /** Lets time pass; wakes the decision whenever it asked for it. */
    pass: (ms: number) => {
      const untilMs = nowMs + ms;
      while (told.wakeAtMs !== null && told.wakeAtMs <= untilMs) {
        nowMs = Math.max(nowMs, told.wakeAtMs);
        take({ kind: 'tick', atMs: nowMs });
      }
      nowMs = untilMs;
    },
    hear: (fact: Fact, { isFirstLook = false, serverId = 'attic' } = {}) => {
      number += 1;
      const event: Event = { ...fact, id: `e${number}`, serverId, atMs: nowMs };
      take({ kind: 'event', event, isFirstLook, atMs: nowMs });
    },
    start: (session: Session, isFirstLook = false) =>
      story.hear(
        { kind: 'session-started', session, creditsStartMs: null },
        { isFirstLook, serverId: session.serverId },
      ),
    stop: (
      session: Session,
      endedBy: Extract<Event, { kind: 'session-stopped' }>['endedBy'] = 'stopped',
      isFirstLook = false,
    ) =>
      story.hear(
        {
          kind: 'session-stopped',
          sessionId: session.id,
          positionMs: null,
          session: { ...session, startedAtMs: nowMs - 600_000 },
          endedBy,
          learnedAtMs: nowMs,
        },
        { isFirstLook, serverId: session.serverId },
      ),
    look: (...sessions: Session[]) => take({ kind: 'view', snapshot: { servers, sessions }, atMs: nowMs }),
    change: (now: Partial<NotificationSettings>) => void (settings = { ...settings, ...now }),
    nowMs: () => nowMs,
    all: () => all,
    titles: () => all.filter(({ notice }) => !notice.replaces).map(({ notice }) => notice.title),
    last: () => all.at(-1)?.notice,
  };
  story.look();
  return story;
};
