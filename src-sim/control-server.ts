// The control interface over HTTP: the same strings, for tests in other processes and for curl.
import { createServer, type IncomingMessage } from 'node:http';
import type { Command } from './control-command.ts';
import { BadInput } from './control-input.ts';
import { UnknownThing } from './control.ts';

export type ControlServer = { uri: string; close(): Promise<void> };

type Commands<C> = Readonly<Record<string, Command<C>>>;

type Reply = { status: number; body: unknown };

/**
 * `POST /control/{command}` with a JSON object; `GET` for the commands that only look.
 * 400 for a body that does not fit, 404 for an unknown command, session, item, user or player.
 */
export async function startControlServer<C>(
  commands: Commands<C>,
  control: C,
  port: number,
  host: string,
): Promise<ControlServer> {
  const server = createServer((request, response) => {
    void reply(commands, control, request).then(({ status, body }) => {
      const text = `${JSON.stringify(body ?? null)}\n`;
      response
        .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
        .end(text);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    uri: `http://${host}:${bound}/control`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function reply<C>(commands: Commands<C>, control: C, request: IncomingMessage): Promise<Reply> {
  const path = new URL(request.url ?? '/', 'http://control').pathname;
  const name = /^\/control\/([\w-]+)\/?$/.exec(path)?.[1] ?? '';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    return { status: 404, body: { error: `no such command: ${path}`, commands: Object.keys(commands) } };
  const looking = request.method === 'GET' || request.method === 'HEAD';
  if (looking && !command.looks) return { status: 405, body: { error: `${name} changes something: POST it` } };
  // A web page cannot send this content type without asking first.
  if (!looking && !(request.headers['content-type'] ?? '').startsWith('application/json')) {
    return { status: 415, body: { error: 'send JSON, with its content type' } };
  }
  try {
    const body: unknown = looking ? {} : JSON.parse((await readAll(request)) || '{}');
    return { status: 200, body: await command.run(control, body) };
  } catch (error) {
    // What a caller can get wrong; anything else is a bug of ours and says so.
    if (error instanceof UnknownThing) return { status: 404, body: { error: error.message } };
    if (error instanceof BadInput) return { status: 400, body: { error: error.message } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'the body is not JSON' } };
    return { status: 500, body: { error: String(error) } };
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
