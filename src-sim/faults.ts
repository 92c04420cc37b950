// What goes wrong on demand: answers that are slow, cut off or refused, and a socket that drops, sulks or stays shut.
export type HttpFault =
  | { kind: 'slow'; delayMs: number }
  /** The head promises the whole body, half of it comes, then the line is cut. */
  | { kind: 'truncated' }
  /** The line is cut before the answer. */
  | { kind: 'drop' }
  /** The answer never comes. */
  | { kind: 'hang' }
  | { kind: 'status'; status: number; retryAfterS?: number | undefined }
  /** A 200 with this text instead of what was asked for. */
  | { kind: 'body'; body: string };

export type FaultRule = {
  /** The start of a path (`/status`), of a method and a path (`POST /api`), or `*` for everything. */
  path: string;
  fault: HttpFault;
  /** How many requests it hits before it heals; without it, until it is cleared. */
  times?: number | undefined;
};

export type Faults = {
  add: (rule: FaultRule) => number;
  clear: (id?: number) => void;
  hit: (path: string, method: string) => HttpFault | null;
  /** `null`: the socket can be opened. `hang`: whoever tries waits for ever. */
  refuseUpgrade: number | 'hang' | null;
  /** Open sockets say nothing more, not even a ping. */
  silent: boolean;
};

export function createFaults(): Faults {
  const rules = new Map<number, FaultRule & { left: number }>();
  let lastId = 0;
  return {
    refuseUpgrade: null,
    silent: false,
    add: (rule) => {
      lastId += 1;
      rules.set(lastId, { ...rule, left: rule.times ?? Number.POSITIVE_INFINITY });
      return lastId;
    },
    clear: (id) => {
      if (id === undefined) rules.clear();
      else rules.delete(id);
    },
    hit: (path, method) => {
      for (const [id, rule] of rules) {
        if (rule.path !== '*' && ![path, `${method} ${path}`].some((asked) => asked.startsWith(rule.path))) continue;
        rule.left -= 1;
        if (rule.left <= 0) rules.delete(id);
        return rule.fault;
      }
      return null;
    },
  };
}
