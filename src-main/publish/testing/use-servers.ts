// What a test of the publisher opens, closed again after it in reverse order.
import { afterEach } from 'vitest';
import { createNatsServer, type NatsServer, type NatsServerOptions } from './nats-server.ts';
import { startPublisher, type TestPublisher } from './start-publisher.ts';

const closing: (() => Promise<unknown>)[] = [];

export const closeAfterwards = (close: () => Promise<unknown>): void => void closing.push(close);

/** To be called once by each test file. */
export const closeAfterEach = (): void => {
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
};

/** Not started yet. */
export const useServer = async (options?: NatsServerOptions): Promise<NatsServer> => {
  const server = await createNatsServer(options);
  closeAfterwards(server.remove);
  return server;
};

export const usePublisher = async (options: Parameters<typeof startPublisher>[0]): Promise<TestPublisher> => {
  const publisher = await startPublisher(options);
  closeAfterwards(publisher.close);
  return publisher;
};
