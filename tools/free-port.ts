// Finds a port to listen on: the wanted one, or the next free one after it.
import { createServer } from 'node:net';

const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** 0 stays 0: the system chooses. */
export const findFreePort = async (host: string, wanted: number): Promise<number> => {
  if (wanted === 0) return 0;
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port++) if (await isFree(host, port)) return port;
  return 0;
};
