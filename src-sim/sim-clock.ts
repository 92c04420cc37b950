// The simulated clock: everything that happens in the simulated house is timed by it; it can run faster or be moved by hand.
export type Cancel = () => void;

export type SimClock = {
  /** Simulated time, epoch ms. Inside a timer it is exactly the time the timer was set for. */
  now: () => number;
  after: (delayMs: number, run: () => void) => Cancel;
  /** Runs what is due by now, so that a caller sees the world of this moment. */
  settle: () => void;
  /** Moves simulated time forward and runs, in order, everything that becomes due. */
  advance: (ms: number) => void;
  setSpeed: (speed: number) => void;
  close: () => void;
};

type Timer = { atMs: number; order: number; run: () => void };

export type SimClockOptions = {
  startAtMs: number;
  /** Simulated ms per real ms; 0 means that only `advance` moves the time. */
  speed: number;
  realNow?: () => number;
};

export function createSimClock(options: SimClockOptions): SimClock {
  const realNow = options.realNow ?? (() => performance.now());
  let speed = options.speed;
  let anchorSimMs = options.startAtMs;
  let anchorRealMs = realNow();
  let insideMs: number | null = null;
  let order = 0;
  let closed = false;
  let armed: ReturnType<typeof setTimeout> | null = null;
  const timers: Timer[] = [];

  const flowing = (): number => Math.floor(anchorSimMs + (realNow() - anchorRealMs) * speed);
  const now = (): number => insideMs ?? flowing();

  const insert = (timer: Timer): void => {
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = timers[middle];
      if (other !== undefined && other.atMs <= timer.atMs) low = middle + 1;
      else high = middle;
    }
    timers.splice(low, 0, timer);
  };

  const runUntil = (untilMs: number): void => {
    for (let head = timers[0]; head !== undefined && head.atMs <= untilMs && !closed; head = timers[0]) {
      timers.shift();
      insideMs = head.atMs;
      try {
        head.run();
      } finally {
        insideMs = null;
      }
    }
  };

  const arm = (): void => {
    if (armed !== null) clearTimeout(armed);
    armed = null;
    const head = timers[0];
    if (closed || speed <= 0 || head === undefined) return;
    const delayMs = Math.ceil((head.atMs - flowing()) / speed);
    armed = setTimeout(settle, Math.min(Math.max(delayMs, 1), 60_000));
  };

  function settle(): void {
    if (insideMs !== null || closed) return;
    runUntil(flowing());
    arm();
  }

  return {
    now,
    settle,
    after: (delayMs, run) => {
      order += 1;
      const timer = { atMs: now() + Math.max(0, Math.round(delayMs)), order, run };
      insert(timer);
      if (insideMs === null && timers[0] === timer) arm();
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
    advance: (ms) => {
      const target = flowing() + ms;
      runUntil(target);
      anchorSimMs = target;
      anchorRealMs = realNow();
      arm();
    },
    setSpeed: (next) => {
      anchorSimMs = flowing();
      anchorRealMs = realNow();
      speed = next;
      arm();
    },
    close: () => {
      closed = true;
      if (armed !== null) clearTimeout(armed);
      timers.length = 0;
    },
  };
}
