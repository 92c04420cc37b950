// One clock for everything that moves by arithmetic: position bars and countdowns. It rests while nobody can see it.

export type Ticker = {
  /** Calls at once and then up to ten times a second, just before the screen is painted. Returns its own undo. */
  subscribe: (tick: (nowMs: number) => void) => () => void;
};

const tickMs = 100;

export function createTicker(page: Document): Ticker {
  const ticks = new Set<(nowMs: number) => void>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function run() {
    timer = null;
    if (ticks.size === 0 || page.hidden) return;
    const nowMs = Date.now();
    for (const tick of ticks) tick(nowMs);
    timer = setTimeout(() => requestAnimationFrame(run), tickMs);
  }

  page.addEventListener('visibilitychange', () => {
    if (timer === null) run();
  });

  return {
    subscribe: (tick) => {
      ticks.add(tick);
      tick(Date.now());
      if (timer === null) timer = setTimeout(() => requestAnimationFrame(run), tickMs);
      return () => ticks.delete(tick);
    },
  };
}
