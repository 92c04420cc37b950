// Three real nats-servers that make one JetStream cluster on this machine.
import { jetstreamManager } from '@nats-io/jetstream';
import { createNatsServer, freePort, type NatsServer } from './nats-server.ts';
import { waitUntil } from './start-publisher.ts';

export type NatsCluster = {
  servers: NatsServer[];
  urls: string[];
  start: () => Promise<void>;
  remove: () => Promise<void>;
};

export const createNatsCluster = async (): Promise<NatsCluster> => {
  const ports = [await freePort(), await freePort(), await freePort()];
  const routes = ports.map((port) => `"nats://127.0.0.1:${port}"`).join(', ');
  const servers = await Promise.all(
    ports.map((port, index) =>
      createNatsServer({
        config: `server_name: n${index}\ncluster { name: test, listen: "127.0.0.1:${port}", routes: [${routes}] }`,
      }),
    ),
  );
  return {
    servers,
    urls: servers.map(({ url }) => url),
    start: async () => {
      await Promise.all(servers.map((server) => server.start()));
      const [first] = servers;
      const connection = await first?.connect();
      if (!connection) return;
      // They have found each other when one stream can have three copies.
      await waitUntil(async () => {
        try {
          const manager = await jetstreamManager(connection);
          await manager.streams.add({ name: 'PROBE', subjects: ['probe'], num_replicas: 3 });
          return await manager.streams.delete('PROBE');
        } catch {
          return false; // Not yet.
        }
      });
      await connection.close();
    },
    remove: async () => {
      for (const server of servers) await server.remove();
    },
  };
};
