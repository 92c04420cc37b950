// Uses a broker for as long as it is wanted: connects, hands the connection over, and when anything fails does so again.
import type { NatsConnection } from '@nats-io/transport-node';
import type { Clock } from '../lib/clock.ts';
import { toError } from '../lib/to-error.ts';
import { connectNats, type NatsAccess } from './connect-nats.ts';
import { PublishError } from './describe-failure.ts';
import { createGate, type Gate } from './gate.ts';

/*
  connecting ──▶ in use ──anything fails──▶ waiting ──250 ms, doubled up to 30 s──▶ connecting
*/
export type Use = {
  connection: NatsConnection;
  /** Opens when there may be something to do: the owner's news, a lost connection, the end. */
  wake: Gate;
  /** To be asked before each piece of work. Throws when the connection is lost; false: it is the end. */
  goesOn: () => boolean;
  /** The broker did what was asked of it: after the next failure the first wait is short again. */
  well: () => void;
};

export type Waits = { leastMs: number; mostMs: number };

type Options = {
  access: NatsAccess;
  where: string;
  clock: Clock;
  waits?: Waits | undefined;
  /** Ends only by throwing, or when `goesOn` says so. */
  use: (one: Use) => Promise<void>;
  onFailure: (error: Error) => Promise<void>;
};

export type KeptConnection = { wake: () => void; close: () => Promise<void> };

export const keepConnected = (options: Options): KeptConnection => {
  const { access, where, clock, use, onFailure } = options;
  const { leastMs, mostMs } = options.waits ?? { leastMs: 250, mostMs: 30_000 };
  const wake = createGate();
  const ending = createGate();
  let closed = false;
  let waitMs = leastMs;

  /** A connection that comes after the end is closed again, and nobody waits for it. */
  const connectOrEnd = async (): Promise<NatsConnection | null> => {
    const connecting = connectNats(access);
    const ended = createGate();
    const undo = ending.onOpen(ended.open);
    const connection = await Promise.race([connecting, ended.passed()]).finally(undo);
    if (connection === null) void connecting.then((late) => late.close()).catch(() => null);
    return connection;
  };

  const useOnce = async (): Promise<void> => {
    const connection = await connectOrEnd();
    if (!connection) return;
    const lost: { why: Error | null } = { why: null };
    void connection.closed().then((error) => {
      lost.why = error ?? new PublishError('lost', `NATS at ${where} closed the connection.`);
      wake.open();
    });
    const stopListening = ending.onOpen(() => void connection.close());
    const goesOn = (): boolean => {
      if (lost.why) throw lost.why;
      return !closed;
    };
    try {
      await use({ connection, wake, goesOn, well: () => void (waitMs = leastMs) });
    } finally {
      stopListening();
      await connection.close();
    }
  };

  const pause = async (delayMs: number): Promise<void> => {
    const over = createGate();
    const undos = [clock.after(delayMs, over.open), ending.onOpen(over.open)];
    await over.passed();
    for (const undo of undos) undo();
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      try {
        await useOnce();
      } catch (thrown) {
        if (closed) return;
        await onFailure(toError(thrown));
        if (closed) return;
        await pause(waitMs);
        waitMs = Math.min(waitMs * 2, mostMs);
      }
    }
  };

  const running = run();
  return {
    wake: wake.open,
    close: async () => {
      closed = true;
      ending.open();
      wake.open();
      await running;
    },
  };
};
