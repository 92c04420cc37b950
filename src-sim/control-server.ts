// The control interface over HTTP: the same strings, for tests in other processes and for curl.
import { createServer } from 'node:http';
import type { Control } from './control.ts';

export async function startControlServer(
  _control: Control,
  port: number,
  host: string,
): Promise<{ uri: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => response.writeHead(501).end());
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const address = server.address();
  return {
    uri: `http://${host}:${typeof address === 'object' && address !== null ? address.port : port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
