// Reads the body of a webhook as it arrives: what Plex says is kept, its picture is not, and all of it is signed for.
import { createHmac } from 'node:crypto';
import { finished } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { WebProblem } from './to-problem.ts';

/** Real payloads are some kilobytes, or some ten for a film with a large cast. */
export const PAYLOAD_BYTES = 512 * 1024;
/** With its picture. */
const BODY_BYTES = 8 * 1024 * 1024;

/** `payload` and `thumb`, and some that Plex may think of. A picture that is too large is cut off: nobody reads it. */
export const multipartOptions = {
  limits: { parts: 8, fieldSize: PAYLOAD_BYTES, fileSize: PAYLOAD_BYTES, headerPairs: 20 },
  throwFileSizeLimit: false,
};

/** `signature` in hex, of the whole body as it came; null without a secret. */
export type WebhookBody = { payload: unknown; signature: string | null };

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WebProblem('MALFORMED_REQUEST', { cause: error });
  }
};

/** Some senders give the payload a file name. */
const readFile = async (part: MultipartFile): Promise<unknown> => {
  const bytes = await part.toBuffer();
  if (part.file.truncated) throw new WebProblem('TOO_LARGE');
  return parseJson(bytes.toString('utf8'));
};

/** The newest `payload`; whatever else comes is let pass unread. */
const readParts = async (request: FastifyRequest): Promise<unknown> => {
  let payload: unknown;
  for await (const part of request.parts()) {
    const isPayload = part.fieldname === 'payload';
    if (part.type === 'file') {
      if (isPayload) payload = await readFile(part);
      else part.file.resume();
    } else if (isPayload) {
      payload = typeof part.value === 'string' ? parseJson(part.value) : part.value;
    }
  }
  return payload;
};

const readMultipart = async (request: FastifyRequest, secret: string | null): Promise<WebhookBody> => {
  const { raw } = request;
  if (Number(raw.headers['content-length'] ?? 0) > BODY_BYTES) throw new WebProblem('TOO_LARGE');
  const hmac = secret === null ? null : createHmac('sha256', secret);
  let bytes = 0;
  const overflow = new Promise<never>((_, reject) => {
    raw.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      hmac?.update(chunk);
      if (bytes > BODY_BYTES) reject(new WebProblem('TOO_LARGE'));
    });
  });
  const ended = finished(raw, { writable: false });
  // Both may fail after somebody has stopped waiting for them.
  for (const one of [overflow, ended]) one.catch(() => {});
  try {
    const payload = await Promise.race([readParts(request), overflow]);
    raw.resume();
    await Promise.race([ended, overflow]);
    return { payload, signature: hmac?.digest('hex') ?? null };
  } catch (error) {
    if (error instanceof WebProblem) throw error;
    // Everything that the reader of multipart bodies throws is about the body. A long payload it takes for bad JSON.
    const isTooLarge = error instanceof Error && 'statusCode' in error && error.statusCode === 413;
    throw new WebProblem(isTooLarge || bytes > PAYLOAD_BYTES ? 'TOO_LARGE' : 'MALFORMED_REQUEST', { cause: error });
  }
};

/** A JSON body is whole by now, as bytes; a multipart body is read here. */
export const readWebhookBody = async (request: FastifyRequest, secret: string | null): Promise<WebhookBody> => {
  if (request.isMultipart()) return readMultipart(request, secret);
  const { body } = request;
  if (!Buffer.isBuffer(body)) throw new WebProblem('MALFORMED_REQUEST');
  const signature = secret === null ? null : createHmac('sha256', secret).update(body).digest('hex');
  return { payload: parseJson(body.toString('utf8')), signature };
};
