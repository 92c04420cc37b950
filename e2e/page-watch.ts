// Listens to everything that a page says and asks while a story runs: no story may end with an error or a leaked token.
import type { Page } from 'playwright-core';

export type PageWatch = {
  /** What the console and the page complained about. */
  complaints: () => string[];
  /** Every address that was asked, and every text that came back over HTTP or a socket. */
  traffic: () => string[];
};

/** What a browser itself prints when the other side, or a picture, is not there; a page cannot prevent it. */
const outages = [
  /net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/,
  /WebSocket connection to .* failed/,
  /status of 50[23] .*\/artwork\//,
];
const isOutage = (text: string): boolean => outages.some((outage) => outage.test(text));

const textual = /json|text|javascript|html|css|xml/;

/** @param mayLose whether the story takes the core or a picture's source away, so that the browser may say so */
export const watchPage = (page: Page, mayLose: boolean): PageWatch => {
  const complaints: string[] = [];
  const traffic: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const text = `${message.text()} (${message.location().url})`;
    if (!(mayLose && isOutage(text))) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => traffic.push(request.url()));
  page.on('response', async (response) => {
    if (!textual.test(response.headers()['content-type'] ?? '')) return;
    // The page may have gone on before its body was read: then nobody else has read it either.
    traffic.push(await response.text().catch(() => ''));
  });
  page.on('websocket', (socket) => {
    traffic.push(socket.url());
    socket.on('framereceived', ({ payload }) => traffic.push(String(payload)));
    socket.on('framesent', ({ payload }) => traffic.push(String(payload)));
  });
  return { complaints: () => complaints, traffic: () => traffic };
};
