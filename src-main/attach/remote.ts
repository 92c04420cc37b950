// Follows one Marquee elsewhere for as long as it is attached, and finds it again by itself when it was lost.
import type { AttachedState } from '../../src-contract/desktop.ts';
import type { News } from '../../src-contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { AttachError } from './attach-error.ts';
import { openLine, type Line } from './line.ts';
import { createPicture, type Picture } from './picture.ts';

export type RemoteOptions = {
  id: string;
  name: string;
  url: string;
  key: string;
  version: string;
  clock: Clock;
  log: Log;
};

export type Remote = {
  id: string;
  name: string;
  url: string;
  key: string;
  state: () => AttachedState;
  /** The state or the picture changed. */
  onChange: (listener: () => void) => () => void;
  onNews: (listener: (news: News) => void) => () => void;
  live: Pick<Picture, 'snapshot' | 'watch'>;
  /** Null while there is none. */
  line: () => Line | null;
  /** Do not wait for the next try. */
  retry: () => void;
  close: () => void;
};

/** A line that says nothing for this long is asked whether it still lives… */
const SILENCE_MS = 20_000;
/** …and given this long to answer. */
const ANSWER_MS = 5000;
const LONGEST_WAIT_MS = 15_000;
/** What a person must set right is looked at less often. */
const REFUSED_WAIT_MS = 60_000;

/** Half a second, then twice as long each time, a little uneven so that many apps do not knock at once. */
const toWait = (tries: number): number =>
  Math.round(Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries) * (0.8 + 0.4 * Math.random()));

export const createRemote = (options: RemoteOptions): Remote => {
  const { id, name, url, key, clock, log } = options;
  const closing = new AbortController();
  const changed = createEmitter<void>();
  const news = createEmitter<News>();
  const picture = createPicture(clock.nowMs());
  let state: AttachedState = { kind: 'connecting' };
  let line: Line | null = null;
  let tries = 0;
  let wake = () => {};

  const change = (next: AttachedState) => {
    if (next.kind !== state.kind) log.info('An attached Marquee', { name, url, state: next.kind });
    state = next;
    changed.emit();
  };

  const lose = (error: AttachError, waitMs: number) => {
    const nowMs = clock.nowMs();
    const isHopeless = error.why === 'revoked';
    const kind = isHopeless || error.why === 'other-version' ? 'refused' : 'unreachable';
    const sinceMs = state.kind === kind ? state.sinceMs : nowMs;
    const nextTryAtMs = isHopeless ? null : nowMs + waitMs;
    const why = error.message;
    const text = kind === 'refused' ? why : `${why} What you see of ${name} is what it last said.`;
    picture.lose(nowMs, { name: 'attached', ok: false, text, sinceMs }, nextTryAtMs);
    change(kind === 'refused' ? { kind, sinceMs, why } : { kind, sinceMs, nextTryAtMs, why });
  };

  /** Closes a line that has gone silent without a word. */
  const guardSilence = (opened: Line) => {
    let heardAtMs = clock.nowMs();
    let disarm = () => {};
    const look = () => {
      const leftMs = heardAtMs + SILENCE_MS - clock.nowMs();
      if (leftMs > 0) return void (disarm = clock.after(leftMs, look));
      heardAtMs = clock.nowMs();
      disarm = clock.after(SILENCE_MS, look);
      opened.client.health.get(undefined, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(opened.close);
    };
    disarm = clock.after(SILENCE_MS, look);
    return { heard: () => void (heardAtMs = clock.nowMs()), end: () => disarm() };
  };

  const followNews = async (opened: Line, signal: AbortSignal) => {
    for await (const one of await opened.client.live.news(undefined, { signal })) news.emit(one);
  };

  /** A patch that does not fit is answered by asking anew. */
  const followLive = async (opened: Line, signal: AbortSignal, onHeard: () => void) => {
    while (!signal.aborted) {
      const asking = new AbortController();
      const both = AbortSignal.any([signal, asking.signal]);
      let fits = true;
      for await (const message of await opened.client.live.watch(undefined, { signal: both })) {
        onHeard();
        fits = picture.take(message);
        if (!fits) break;
        tries = 0;
        if (state.kind === 'live') changed.emit();
        else change({ kind: 'live', sinceMs: clock.nowMs() });
      }
      asking.abort();
      if (fits) return;
    }
  };

  /** Until the line breaks. */
  const follow = async (opened: Line): Promise<void> => {
    const leaving = new AbortController();
    const signal = AbortSignal.any([closing.signal, leaving.signal]);
    const silence = guardSilence(opened);
    try {
      // News first: what starts between the two is then in both.
      await Promise.race([opened.closed, followNews(opened, signal), followLive(opened, signal, silence.heard)]);
    } finally {
      silence.end();
      leaving.abort();
      opened.close();
    }
  };

  const waitForNextTry = async (waitMs: number): Promise<void> => {
    let disarm = () => {};
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (closing.signal.aborted) return resolve();
      disarm = clock.after(waitMs, resolve);
    });
    wake = () => {};
    disarm();
  };

  const keepFollowing = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      let failure = new AttachError('unreachable', 'The line broke.');
      try {
        line = await openLine({ ...options, signal: closing.signal });
        await follow(line);
      } catch (error) {
        // Expected: it is not there, broke, or does not want us.
        if (error instanceof AttachError) failure = error;
        else log.debug('The line to an attached Marquee broke', { name, reason: toError(error).message });
      }
      line = null;
      if (closing.signal.aborted) return;
      const waitMs = failure.why === 'other-version' ? REFUSED_WAIT_MS : toWait(tries++);
      lose(failure, waitMs);
      if (failure.why === 'revoked') return;
      await waitForNextTry(waitMs);
    }
  };
  void keepFollowing();

  return {
    id,
    name,
    url,
    key,
    state: () => state,
    onChange: changed.subscribe,
    onNews: news.subscribe,
    live: picture,
    line: () => line,
    retry: () => wake(),
    close: () => {
      closing.abort();
      line?.close();
      wake();
    },
  };
};
