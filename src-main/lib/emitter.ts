// One kind of news, many listeners; `subscribe` returns its own undo.

export type Emitter<News> = {
  emit: (news: News) => void;
  subscribe: (listener: (news: News) => void) => () => void;
};

export const createEmitter = <News>(): Emitter<News> => {
  const listeners = new Set<(news: News) => void>();
  return {
    emit: (news) => {
      for (const listener of Array.from(listeners)) listener(news);
    },
    subscribe: (listener) => {
      const own = (news: News) => listener(news);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
};
