// What the tray says, as plain data: the menu's tree, the tooltip and which picture. The same picture gives the same text.
import type { Snapshot } from '../../src-contract/live.ts';
import type { Server } from '../../src-contract/server.ts';
import type { Session } from '../../src-contract/session.ts';
import { formatCount, formatMoment, formatTimeOfDay } from '../../src-contract/text/format.ts';
import { describeStatus } from '../../src-contract/text/words-server.ts';
import { describeQuality } from '../../src-contract/text/words-stream.ts';
import { describeItem, describePlayer, describeSummary, isTranscoding } from '../../src-contract/text/words.ts';
import { describeDelivery } from './describe-delivery.ts';
import { MORNING_HOUR } from './quiet.ts';
import { describeUpdate, type UpdateState } from './update-state.ts';

export type TrayAct =
  | { kind: 'open-window' | 'open-settings' | 'resume-notifications' | 'update' | 'quit' }
  | { kind: 'open-session' | 'stop' | 'stop-with-message' | 'stop-transcode'; sessionId: string }
  | { kind: 'open-marquee'; marqueeId: string | null }
  | { kind: 'pause-notifications'; pause: 'hour' | 'tomorrow' };

/** `id` is the same for the same thing, so that two trees can be compared. */
export type TrayItem =
  | { kind: 'separator' }
  | { kind: 'text'; id: string; label: string }
  | { kind: 'act'; id: string; label: string; enabled: boolean; act: TrayAct }
  | { kind: 'menu'; id: string; label: string; items: TrayItem[] };

/** What keeps us from knowing anything of a Marquee. `isFinal`: waiting does not help. */
export type MarqueeTrouble = { text: string; why: string; sinceMs: number; isFinal: boolean };

/** A Marquee whose servers are shown, here or elsewhere. */
export type ShownMarquee = {
  /** Null is our own. */
  id: string | null;
  name: string;
  /** Null while all is well. */
  trouble: MarqueeTrouble | null;
};

export type TrayView = {
  /** Null until there is something to show. */
  snapshot: (Pick<Snapshot, 'servers' | 'sessions' | 'health'> & { marquees: readonly ShownMarquee[] }) | null;
  /** Sessions that are being stopped, or their transcodes, by a click here. */
  stopping: ReadonlySet<string>;
  pausedUntilMs: number | null;
  update: UpdateState;
  nowMs: number;
};

type Shown = NonNullable<TrayView['snapshot']>;

const nothing: Shown = { servers: [], sessions: [], health: [], marquees: [] };

/** Longer lines make a menu as wide as the screen. */
const LONGEST = 44;
const LONGEST_LINE = 60;

/** A sentence in lines that a menu can hold. */
const toLines = (sentence: string): string[] =>
  sentence.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > LONGEST_LINE) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);

const letters = new Intl.Segmenter();
/** A letter of several signs, such as a family of emoji, is not cut in two. */
const shorten = (text: string): string => {
  const all = Array.from(letters.segment(text), ({ segment }) => segment);
  return all.length <= LONGEST
    ? text
    : `${all
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
};

/** A name that is read from right to left does not pull what stands beside it along. */
const isolate = (name: string): string => (/[\u0590-\u08ff]/.test(name) ? `\u2068${name}\u2069` : name);

const line = (...pieces: (string | null)[]): string => pieces.filter((piece) => piece !== null).join(' · ');

const separator: TrayItem = { kind: 'separator' };

const act = (id: string, label: string, does: TrayAct, enabled = true): TrayItem => ({
  kind: 'act',
  id,
  label,
  enabled,
  act: does,
});

const isAway = (server: Server | undefined): boolean =>
  server === undefined || ['unreachable', 'unauthorized', 'disabled'].includes(server.status.kind);

/** The most important reason in a sentence, and what can be done about it; a menu has room for whole sentences in lines. */
const toWhy = ({ id, stream, reasons }: Session): TrayItem[] => {
  const [first] = stream.confirmed && stream.decision !== 'direct-play' ? reasons : [];
  const told = first ? [`Why: ${first.text}`, ...(first.remedy === null ? [] : [first.remedy])] : [];
  return told.flatMap((sentence, at) =>
    toLines(sentence).map((label, part): TrayItem => ({ kind: 'text', id: `${id}:why:${at}:${part}`, label })),
  );
};

const toSessionItem = (
  session: Session,
  server: Server | undefined,
  { stopping, several }: Pick<TrayView, 'stopping'> & { several: boolean },
): TrayItem => {
  const { id, user, item, player, state, stream } = session;
  const { title, line: part } = describeItem(item);
  const { from, to } = describeQuality(stream);
  const isBusy = stopping.has(id);
  const canAct = !isBusy && !isAway(server);
  const canStop = canAct && server?.canTerminate !== false;
  const why = server?.canTerminate === false ? ' (needs Plex Pass)' : '';
  const text = (name: string, label: string | null): TrayItem[] =>
    label === null ? [] : [{ kind: 'text', id: `${id}:${name}`, label: shorten(label) }];
  return {
    kind: 'menu',
    id,
    label: line(
      isolate(shorten(user.name)),
      isolate(shorten(title)),
      isBusy ? 'stopping' : state,
      describeDelivery(session),
    ),
    items: [
      ...text('part', part),
      ...text('where', line(describePlayer(player), several ? (server?.name ?? null) : null)),
      ...text('quality', to === null ? from : `${from} → ${to}`),
      ...toWhy(session),
      ...text('since', `since ${formatTimeOfDay(session.startedAtMs)}`),
      separator,
      act(`${id}:stop`, `Stop stream${why}`, { kind: 'stop', sessionId: id }, canStop),
      act(`${id}:message`, `Stop with message…${why}`, { kind: 'stop-with-message', sessionId: id }, canStop),
      ...(isTranscoding(stream)
        ? [act(`${id}:transcode`, 'Stop transcode', { kind: 'stop-transcode', sessionId: id }, canAct)]
        : []),
      act(`${id}:open`, 'Open', { kind: 'open-session', sessionId: id }),
    ],
  };
};

const toPauseItem = (pausedUntilMs: number | null): TrayItem => ({
  kind: 'menu',
  id: 'pause',
  label:
    pausedUntilMs === null ? 'Pause notifications' : `Notifications paused until ${formatTimeOfDay(pausedUntilMs)}`,
  items: [
    act('pause:hour', 'For 1 hour', { kind: 'pause-notifications', pause: 'hour' }),
    act('pause:tomorrow', `Until tomorrow, ${MORNING_HOUR}:00`, { kind: 'pause-notifications', pause: 'tomorrow' }),
    ...(pausedUntilMs === null ? [] : [act('pause:end', 'Resume now', { kind: 'resume-notifications' })]),
  ],
});

const isConnecting = (servers: readonly Server[]): boolean =>
  servers.some(({ status }) => status.kind === 'connecting');

const toUpdateItems = (update: UpdateState): TrayItem[] => {
  const line = describeUpdate(update);
  return line === null ? [] : [act('update', line.label, { kind: 'update' }, line.canAct)];
};

const toMissedItems = (marquees: readonly ShownMarquee[], nowMs: number): TrayItem[] =>
  marquees.flatMap(({ id, trouble }): TrayItem[] => {
    if (trouble === null) return [];
    const label = `${trouble.text} since ${formatMoment(trouble.sinceMs, nowMs)}`;
    return [{ kind: 'text', id: `marquee:${id}`, label }];
  });

/** One is opened without a question; of several it is said which. */
const toOpenItems = (marquees: readonly ShownMarquee[]): TrayItem[] =>
  marquees.length < 2
    ? [act('open', 'Open Marquee', { kind: 'open-window' })]
    : marquees.map(({ id, name }) => act(`open:${id}`, `Open ${name}`, { kind: 'open-marquee', marqueeId: id }));

const describeHead = ({ servers, sessions, marquees }: Shown): string => {
  const isBlind = marquees.some(({ trouble }) => trouble !== null);
  if (isBlind && sessions.length === 0) return 'Nobody is known to be watching';
  if (servers.length === 0) return 'No server is watched yet';
  if (sessions.length === 0 && isConnecting(servers)) return 'Looking at your servers';
  if (sessions.length === 0) return servers.some(isAway) ? 'Nobody is known to be watching' : 'Nobody is watching';
  const { streams, transcodes, bandwidth } = describeSummary(sessions);
  // Without the parts in brackets: a menu is narrow.
  return line(streams, transcodes, bandwidth.replace(/ \(.*\)$/, ''));
};

export const toTrayMenu = (view: TrayView): TrayItem[] => {
  const { snapshot, nowMs, stopping } = view;
  const { servers, sessions, health, marquees } = snapshot ?? nothing;
  const several = servers.length > 1;
  const pausedUntilMs = view.pausedUntilMs !== null && view.pausedUntilMs > nowMs ? view.pausedUntilMs : null;
  const serverOf = ({ serverId }: Session) => servers.find(({ id }) => id === serverId);
  const statuses = servers.map((server): TrayItem => {
    const { word } = describeStatus(server.status, nowMs);
    return { kind: 'text', id: `server:${server.id}`, label: line(shorten(server.name), word) };
  });
  const troubles = health.flatMap(({ name, ok, text }): TrayItem[] =>
    ok ? [] : [{ kind: 'text', id: `health:${name}`, label: shorten(text ?? `${name} does not work`) }],
  );
  const groups: TrayItem[][] = [
    [{ kind: 'text', id: 'head', label: snapshot === null ? 'Starting' : describeHead(snapshot) }],
    sessions.map((session) => toSessionItem(session, serverOf(session), { stopping, several })),
    [...statuses, ...troubles, ...toMissedItems(marquees, nowMs)],
    [toPauseItem(pausedUntilMs)],
    toUpdateItems(view.update),
    [
      ...toOpenItems(marquees),
      act('settings', 'Settings…', { kind: 'open-settings' }),
      act('quit', 'Quit', { kind: 'quit' }),
    ],
  ];
  return groups.filter((group) => group.length > 0).flatMap((group, at) => (at === 0 ? group : [separator, ...group]));
};

/** `3 streams, 1 transcode, 24 Mbps`, and what is wrong, if anything is. */
export const toTooltip = (snapshot: TrayView['snapshot']): string => {
  if (snapshot === null) return 'Marquee is starting';
  const { servers, sessions, health, marquees } = snapshot;
  const wrong = [
    ...marquees.flatMap(({ trouble }) => (trouble === null ? [] : [trouble.text])),
    ...servers.filter(({ status }) => status.kind === 'unreachable').map(({ name }) => `${name} is not answering`),
    ...servers.filter(({ status }) => status.kind === 'unauthorized').map(({ name }) => `${name}: signed out`),
    ...health.filter(({ ok }) => !ok).map(({ name }) => `trouble with the ${name}`),
  ];
  const known = sessions.flatMap(({ network: { bandwidthKbps } }) => (bandwidthKbps === null ? [] : [bandwidthKbps]));
  const megabits = Math.round(known.reduce((sum, kbps) => sum + kbps, 0) / 1000);
  const transcodes = sessions.filter(({ stream }) => isTranscoding(stream)).length;
  const playing = [
    formatCount(sessions.length, 'stream'),
    ...(transcodes > 0 ? [formatCount(transcodes, 'transcode')] : []),
    ...(known.length > 0 ? [megabits === 0 ? 'under 1 Mbps' : `${megabits} Mbps`] : []),
  ].join(', ');
  const calm = isConnecting(servers) ? 'Looking at your servers' : 'Nobody is watching';
  const what = sessions.length > 0 ? playing : wrong.length > 0 ? null : calm;
  return [what, ...wrong].filter((piece) => piece !== null).join('\n');
};

/** Ten stands for ten and more. */
export type TrayIcon = { count: number; mark: 'none' | 'transcoding' | 'problem' };

export const toIcon = (snapshot: TrayView['snapshot']): TrayIcon => {
  const { servers, sessions, health, marquees } = snapshot ?? nothing;
  const isWrong =
    marquees.some(({ trouble }) => trouble !== null) ||
    health.some(({ ok }) => !ok) ||
    servers.some(({ status }) => status.kind === 'unreachable' || status.kind === 'unauthorized');
  const isWorking = sessions.some(({ stream }) => isTranscoding(stream));
  return {
    count: Math.min(sessions.length, 10),
    mark: isWrong ? 'problem' : isWorking ? 'transcoding' : 'none',
  };
};
