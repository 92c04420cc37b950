// Tells every fact as it becomes known to the desktop apps that are attached: their notifications are made of it.
import type { News } from '../../src-contract/live.ts';

/** A reader so far behind loses what waits: nobody reads a thousand notifications. */
const MAX_WAITING = 200;

export type NewsFeed = { watch: (signal?: AbortSignal) => AsyncGenerator<News, void> };

export const createNewsFeed = (onNews: (listener: (news: News) => void) => () => void): NewsFeed => ({
  watch: async function* (signal) {
    let waiting: News[] = [];
    let wake = () => {};
    const leave = onNews((news) => {
      waiting.push(news);
      if (waiting.length > MAX_WAITING) waiting = [];
      wake();
    });
    const end = () => wake();
    signal?.addEventListener('abort', end);
    try {
      while (!signal?.aborted) {
        const news = waiting.shift();
        if (news) yield news;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      leave();
      signal?.removeEventListener('abort', end);
    }
  },
});
