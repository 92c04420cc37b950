// What answers at the address of a Tautulli and is none: it is said, without the key, and without reading on for ever.
import { createServer, type ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createAskTautulli } from './open-api.ts';

const key = 'key-that-nobody-may-see';

const listen = async (answer: (response: ServerResponse) => void): Promise<string> => {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
};

const goOnForEver = (response: ServerResponse): void => {
  const spaces = Buffer.alloc(1024 * 1024, ' ');
  const more = (): void => {
    while (response.write(spaces)) if (response.destroyed) return;
  };
  response.on('drain', more);
  more();
};

it.each<[string, (response: ServerResponse) => void, string]>([
  ['a page', (response) => void response.end('<html>A printer</html>'), 'is not a Tautulli'],
  ['other JSON', (response) => void response.end('{"kind":"printer"}'), 'is not a Tautulli'],
  ['nothing', (response) => void response.end(), 'is not a Tautulli'],
  ['an answer without an end', goOnForEver, 'is not a Tautulli'],
  ['a way elsewhere', (response) => void response.writeHead(302, { location: 'http://x' }).end(), 'cannot be reached'],
])('%s is no Tautulli', async (_story, answer, says) => {
  const url = await listen(answer);
  const failure = await createAskTautulli(url, key)('get_server_id').catch(String);
  expect(failure).toContain(says);
  expect(failure).not.toContain(key);
});
