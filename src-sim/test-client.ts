// A small Plex client for the tests: asks, reads JSON or text, listens on the socket, waits for a condition.
import { WebSocket } from 'ws';
import type { Sim } from './start-sim.ts';

export type Got = { status: number; headers: Headers; text: string; json: unknown };

export async function ask(
  sim: Sim,
  path: string,
  options: { json?: boolean; method?: string; token?: string | null; headers?: Record<string, string> } = {},
): Promise<Got> {
  const token = options.token === undefined ? sim.token : options.token;
  const response = await fetch(`${sim.uri}${path}`, {
    method: options.method ?? 'GET',
    headers: {
      Accept: options.json === true ? 'application/json' : 'application/xml',
      ...(token === null ? {} : { 'X-Plex-Token': token }),
      ...options.headers,
    },
  });
  const text = await response.text();
  const json: unknown = response.headers.get('content-type') === 'application/json' ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, json };
}

export type Heard = { frames: string[]; pings: number; closed: Promise<number>; close(): void };

/** Opens the notification socket; rejects with the status when the server refuses. */
export function listen(sim: Sim, query = '', token: string | null = sim.token): Promise<Heard> {
  const socket = new WebSocket(`${sim.uri.replace('http', 'ws')}/:/websockets/notifications${query}`, {
    headers: token === null ? {} : { 'X-Plex-Token': token },
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const heard: Heard = { frames: [], pings: 0, closed, close: () => socket.close() };
  socket.on('message', (data: Buffer) => heard.frames.push(data.toString()));
  socket.on('ping', () => {
    heard.pings += 1;
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(heard));
    socket.once('unexpected-response', (_request, response) => reject(new Error(`refused: ${response.statusCode}`)));
    socket.once('error', reject);
  });
}

export async function until(condition: () => boolean, withinMs = 5000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
