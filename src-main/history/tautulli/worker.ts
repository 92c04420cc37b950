// The thread that reads a Tautulli: nothing of it must keep the window, the recorder or a stop waiting.
import { parentPort, workerData } from 'node:worker_threads';
import { toError } from '../../lib/to-error.ts';
import { ImportError } from './import-error.ts';
import { orderSchema } from './parts.ts';
import { openSource, readParts, toHead } from './read-parts.ts';

const port = parentPort;
if (!port) throw new Error('This file is the reading thread of an import.');

/** The importer asks for each part; one is made ahead of it. */
const waiting = { asked: 0, wake: () => {} };
port.on('message', () => {
  waiting.asked += 1;
  waiting.wake();
});
const untilAsked = async (): Promise<void> => {
  if (waiting.asked === 0) await new Promise<void>((resolve) => (waiting.wake = resolve));
  waiting.asked -= 1;
};

const run = async (): Promise<void> => {
  const order = orderSchema.parse(workerData);
  const source = await openSource(order);
  try {
    port.postMessage(toHead(source, order));
    const parts = readParts(source, order);
    for (;;) {
      const next = await parts.next();
      await untilAsked();
      port.postMessage(next.done === true ? { kind: 'end' } : next.value);
      if (next.done === true) return;
    }
  } finally {
    source.close();
  }
};

try {
  await run();
} catch (thrown) {
  const { message } = toError(thrown);
  port.postMessage({
    kind: 'failed',
    message: thrown instanceof ImportError ? message : `Reading Tautulli failed: ${message}`,
  });
}
port.close();
