// A simulated Plex as a process of its own, steered over a pipe; it says at which moment a frame left.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endChild } from './end-child.ts';
import { answerSchema, readySchema, type Command } from './sim-words.ts';
import type { Stage } from './stage.ts';

export type Done = { sessionKey: string; frameAtMs: number };

export type SimProcess = {
  uri: string;
  token: string;
  /** Resolves when it is done; `frameAtMs` is when the first frame of it left, on the machine's clock. */
  tell: (command: Command) => Promise<Done>;
  /** What it has used so far, and how many frames it has sent. */
  usage: () => Promise<{ cpuMs: number; frames: number }>;
};

const limitMs = 30_000;

export const startSimProcess = async (stage: Stage, scenario: 'quiet' | 'storm'): Promise<SimProcess> => {
  const child = fork(fileURLToPath(new URL('sim-child.ts', import.meta.url)), [scenario], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // Who asks a dead process gets no answer in time, and that is told; Node would also end the bench.
  child.on('error', () => {});
  stage.onClose('the simulated server', () => endChild(child));
  const [hello] = await once(child, 'message', { signal: AbortSignal.timeout(limitMs) });
  const { uri, token } = readySchema.parse(hello);

  /** One question at a time: answers come in order, but each has to find its own. */
  let last: Promise<unknown> = Promise.resolve();
  const ask = (command: Command) => {
    const answer = last.then(async () => {
      const answered = once(child, 'message', { signal: AbortSignal.timeout(limitMs) });
      child.send(command);
      const [message] = await answered;
      const told = answerSchema.parse(message);
      if (told.kind === 'failed') throw new Error(`The simulated server: ${told.why}`);
      return told;
    });
    last = answer.catch(() => null);
    return answer;
  };
  return {
    uri,
    token,
    tell: async (command) => {
      const { sessionKey, frameAtMs } = await ask(command);
      return { sessionKey, frameAtMs };
    },
    usage: async () => {
      const { cpuMs, frames } = await ask({ kind: 'usage' });
      return { cpuMs, frames };
    },
  };
};
