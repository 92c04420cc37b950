// Asks a running main process questions over Node's inspector. They answer at once: nothing there is waited for.
import { once } from 'node:events';
import WebSocket from 'ws';
import { z } from 'zod';

const replySchema = z.object({
  id: z.number(),
  result: z
    .object({
      result: z.object({ value: z.unknown().optional() }),
      exceptionDetails: z.object({ exception: z.object({ description: z.string() }).optional() }).optional(),
    })
    .optional(),
});

export type Inspector = {
  /** The value of an expression, as JSON would carry it. */
  evaluate: (expression: string) => Promise<unknown>;
  close: () => void;
};

export const openInspector = async (uri: string): Promise<Inspector> => {
  const socket = new WebSocket(uri);
  await once(socket, 'open');
  let lastId = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return;
    const reply = replySchema.safeParse(JSON.parse(data)).data;
    const asked = reply && waiting.get(reply.id);
    if (!asked) return;
    waiting.delete(reply.id);
    const failure = reply.result?.exceptionDetails;
    if (failure) asked.reject(new Error(failure.exception?.description ?? 'The question failed'));
    else asked.resolve(reply.result?.result.value);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The process is gone'));
  });
  return {
    evaluate: (expression) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        const params = { expression, returnByValue: true };
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      }),
    close: () => socket.close(),
  };
};
