// What the transcodes screen says of a conversion, of what it costs, and of a month of them. Pure.
import type { Advice, AdvisedReason, BackgroundJob, Cost, Mention } from '../../../src-contract/transcodes.ts';
import type { Reason } from '../../../src-contract/reason.ts';
import type { Session, Transcode } from '../../../src-contract/session.ts';
import { formatCount, formatPercent, formatSpan, formatSpeed } from '../../../src-contract/text/format.ts';
import { reasonWords } from '../../../src-contract/text/reasons.ts';

export type Fact = { name: string; text: string };

/** `VAAPI, Intel Alder Lake`, or `software`. */
const nameOf = (name: string | null, title: string | null | undefined, full: boolean): string =>
  name === null ? (full ? 'hardware' : 'software') : title ? `${name.toUpperCase()}, ${title}` : name.toUpperCase();

/** What works on the picture, and which way it takes. */
function toHardwareFacts({ videoDecision, hardware }: Transcode): Fact[] {
  if (videoDecision !== 'transcode') return [{ name: 'Picture', text: 'stays as it is' }];
  const { decode, encode, full, decodeTitle, encodeTitle } = hardware;
  const way = full
    ? 'hardware end to end'
    : decode !== null && encode !== null
      ? 'hardware, with a detour through memory'
      : decode !== null || encode !== null
        ? 'half hardware, half software'
        : null;
  const decoder = nameOf(decode, decodeTitle, full);
  const encoder = nameOf(encode, encodeTitle, full);
  return [
    ...(decoder === encoder
      ? [{ name: 'Converts with', text: decoder }]
      : [
          { name: 'Decoder', text: decoder },
          { name: 'Encoder', text: encoder },
        ]),
    ...(way === null ? [] : [{ name: 'Path', text: way }]),
  ];
}

export function describeCost(cost: Cost | null): string {
  if (cost === null) return 'not measured yet';
  const percent = cost.processorPercent < 1 ? 'under 1 %' : formatPercent(cost.processorPercent);
  return `${percent} while it runs`;
}

/** How it runs, in a few pairs of words. */
export function toWorkFacts({ transcode }: Pick<Session, 'transcode'>, cost: Cost | null): Fact[] {
  const isCopied = transcode?.videoDecision !== 'transcode' && transcode?.audioDecision === 'copy';
  const processor = { name: 'Processor', text: isCopied ? 'next to nothing' : describeCost(cost) };
  if (transcode === null) return [processor];
  const { progress, complete, throttled, speed, aheadMs } = transcode;
  const pace = throttled ? 'resting, well ahead' : speed === null ? null : `${formatSpeed(speed)} real time`;
  const facts: Array<Fact | null> = [
    complete
      ? { name: 'Converted', text: 'to the end' }
      : progress === null
        ? null
        : { name: 'Converted', text: formatPercent(progress) },
    complete || pace === null ? null : { name: 'Speed', text: pace },
    aheadMs === null ? null : { name: 'Ready ahead', text: formatSpan(aheadMs) },
    ...toHardwareFacts(transcode),
    processor,
  ];
  return facts.filter((fact) => fact !== null);
}

/** `2 conversions · 1 repackaged`. */
export function describeWork(sessions: ReadonlyArray<Pick<Session, 'stream'>>): string {
  const copies = sessions.filter(({ stream }) => stream.decision === 'copy').length;
  const conversions = sessions.length - copies;
  return [conversions > 0 ? formatCount(conversions, 'conversion') : null, copies > 0 ? `${copies} repackaged` : null]
    .filter((text) => text !== null)
    .join(' · ');
}

/** `42 % · 20× · 8 s to go`. */
export function describeJob({ progress, speed, remainingMs }: BackgroundJob): string {
  const words = [
    progress === null ? null : formatPercent(progress),
    speed === null ? null : formatSpeed(speed),
    remainingMs === null ? null : `${formatSpan(remainingMs)} to go`,
  ].filter((text) => text !== null);
  return words.length === 0 ? 'waiting, or it does not say how far it is' : words.join(' · ');
}

export function describeSilentServer(serverName: string, why: string): string {
  return why === 'forbidden' || why === 'unauthorized'
    ? `${serverName} tells only its owner what it converts in the background.`
    : `${serverName} does not say at the moment what it converts in the background.`;
}

/** A month in one or two sentences. */
export function describeMonth({ plays, directPlay, copy, transcode }: Advice): string {
  if (plays === 0) return 'Nothing was played in the last 30 days, as far as Marquee saw.';
  const work =
    transcode.processorMs === null ? '' : ` That took ${formatSpan(transcode.processorMs)} of the whole processor.`;
  const converted =
    transcode.streams === 0
      ? 'none was converted'
      : `${transcode.streams} were converted (${formatSpan(transcode.playedMs)})`;
  return `Of ${formatCount(plays, 'play')} ${directPlay.streams} went out as they are, ${copy.streams} were repackaged, ${converted}.${work}`;
}

/** The first three for which something can be done. */
export function toWorthDoing(reasons: readonly AdvisedReason[]): AdvisedReason[] {
  return reasons.filter(({ remedy }) => remedy !== null).slice(0, 3);
}

/** How long its bar is, from 0 to 1: by the same measure by which they are ranked. */
export function toWeight(reason: AdvisedReason, all: readonly AdvisedReason[]): number {
  const isMeasured = all.some(({ processorMs }) => (processorMs ?? 0) > 0);
  const weigh = ({ processorMs, playedMs }: AdvisedReason) => (isMeasured ? (processorMs ?? 0) : playedMs);
  const most = Math.max(...all.map(weigh));
  return most === 0 ? 0 : weigh(reason) / most;
}

/** `Faust (3 times)`. */
export function describeMention({ name, streams }: Mention): string {
  return streams === 1 ? name : `${name} (${streams} times)`;
}

/** The core names at most so many of each. */
const mostNamed = 20;

/** `14 titles, 3 players, 2 people`. */
export function describeConcerned({ items, players, users }: AdvisedReason): string {
  const count = ({ length }: readonly Mention[], one: string, many?: string) =>
    length < mostNamed ? formatCount(length, one, many) : `${formatCount(length, one, many)} or more`;
  return [count(items, 'title'), count(players, 'player'), count(users, 'person', 'people')].join(', ');
}

/** The first reason in full, the others by name. */
export function describeWhy(reasons: readonly Reason[]): { first: string; others: string | null } {
  const [first, ...others] = reasons;
  const names = [...new Set(others.map(({ code }) => reasonWords[code].title.toLowerCase()))];
  return {
    first: first?.text ?? 'Why is not known.',
    others: names.length === 0 ? null : `Also: ${names.join(', ')}.`,
  };
}
