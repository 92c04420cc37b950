// Sends a webhook to the address that is pasted into Plex, as Plex would, and says how it fared.
import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookTest } from '../src-contract/webhooks.ts';
import type { Clock } from './lib/clock.ts';
import { toError } from './lib/to-error.ts';
import type { Log } from './lib/log.ts';

/** No event of Plex: it is heard, and counted nowhere. */
export const TEST_EVENT = 'marquee.test';

const PATIENCE_MS = 5000;

const toBody = (boundary: string): string =>
  [
    `--${boundary}`,
    'Content-Disposition: form-data; name="payload"',
    'Content-Type: application/json',
    '',
    JSON.stringify({ event: TEST_EVENT, Server: { title: 'Marquee', uuid: 'marquee' } }),
    `--${boundary}--`,
    '',
  ].join('\r\n');

type Options = { url: string; secret: string | null; version: string; clock: Clock; log: Log };

export const sendTestWebhook = async ({ url, secret, version, clock, log }: Options): Promise<WebhookTest> => {
  const boundary = `------------------------${randomUUID().replaceAll('-', '').slice(0, 22)}`;
  const body = toBody(boundary);
  const signature = secret === null ? null : createHmac('sha256', secret).update(body).digest('hex');
  const sentAtMs = clock.nowMs();
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      body: Buffer.from(body),
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'user-agent': `Marquee/${version}`,
        ...(signature === null ? {} : { 'x-plex-signature': signature }),
      },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.arrayBuffer();
  } catch (error) {
    log.info('A test of the webhooks got no answer', { reason: toError(error).message });
    return { kind: 'failed', why: 'Nothing answers at this address from this machine.' };
  }
  if (answer.ok) return { kind: 'arrived', afterMs: clock.nowMs() - sentAtMs };
  return { kind: 'failed', why: `The address answers with status ${answer.status}: something else may be there.` };
};
