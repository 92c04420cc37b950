// Asks a Marquee elsewhere over HTTP, and says in a sentence why it did not answer as one.
import { request } from 'undici';
import { z } from 'zod';
import { readAtMost } from '../lib/read-at-most.ts';
import { toError } from '../lib/to-error.ts';
import { AttachError } from './attach-error.ts';

const ANSWER_MS = 10_000;
/** What is asked here is answered in a line. */
const MOST_BYTES = 1024 * 1024;

export type Asked = { status: number; json: unknown };

/** `192.168.1.5:4848`, as a person knows it. */
export const hostOf = (url: string): string => new URL(url).host;

const codeOf = (error: Error): string => {
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|HOSTNAME_MISMATCH/;

const reasons = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'no such name is known here'],
  ['EAI_AGAIN', 'no such name is known here'],
  ['EHOSTUNREACH', 'there is no way to it'],
  ['ENETUNREACH', 'there is no network'],
  ['ECONNRESET', 'it broke the connection off'],
  ['TimeoutError', 'it did not answer in time'],
  ['UND_ERR_CONNECT_TIMEOUT', 'it did not answer in time'],
]);

/** What kept a request from being answered at all. */
const toAttachError = (thrown: unknown, url: string): AttachError => {
  const error = toError(thrown);
  const code = codeOf(error);
  const host = hostOf(url);
  if (CERTIFICATE.test(code)) {
    const says = `This computer does not trust the certificate of ${host} (${code}). Give it one that browsers trust; within your own network http works, too.`;
    return new AttachError('bad-certificate', says, { cause: error });
  }
  const why = reasons.get(code);
  const says = `${host} cannot be reached${why === undefined ? '' : `: ${why}`}. Is that Marquee running, and is it the right address?`;
  return new AttachError('unreachable', says, { cause: error });
};

const problemSchema = z.object({ code: z.string() });

/** The code of a problem, or null for anything else. */
export const problemOf = ({ json }: Asked): string | null => problemSchema.safeParse(json).data?.code ?? null;

/** Throws an AttachError when nobody answers, when it is no Marquee, and when it does not take the address for its own. */
export const askMarquee = async (
  url: string,
  path: string,
  init: { method?: 'DELETE'; key?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<Asked> => {
  const { key, body, signal, method = body === undefined ? 'GET' : 'POST' } = init;
  const patience = AbortSignal.timeout(ANSWER_MS);
  let asked: Asked;
  try {
    // Not `fetch`, which takes a 421 for its own affair and fails.
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(new URL(path, url), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    const isJson = /^application\/(problem\+)?json/.test(String(headers['content-type'] ?? ''));
    const bytes = isJson ? await readAtMost(answer, MOST_BYTES) : null;
    asked = { status: statusCode, json: bytes === null ? null : JSON.parse(bytes.toString()) };
    if (!isJson) await answer.dump();
  } catch (error) {
    throw toAttachError(error, url);
  }
  if (problemOf(asked) === 'UNKNOWN_HOST') {
    const { hostname } = new URL(url);
    const says = `The Marquee there does not know ${hostname} as its own name. Use its IP address, or set MARQUEE_PUBLIC_URL there.`;
    throw new AttachError('unknown-host', says);
  }
  if (asked.json === null) {
    const isGateway = asked.status >= 502 && asked.status <= 504;
    const says = isGateway
      ? `The proxy at ${hostOf(url)} does not reach its Marquee.`
      : `What answers at ${hostOf(url)} is no Marquee, or one that is too old to be attached.`;
    throw new AttachError(isGateway ? 'unreachable' : 'not-marquee', says);
  }
  return asked;
};

const meSchema = z.object({ signedIn: z.boolean() });

/** Whether it knows this key. */
export const isKnownThere = async (url: string, key: string, signal?: AbortSignal): Promise<boolean> => {
  const { json } = await askMarquee(url, 'api/v1/access/me', { key, ...(signal ? { signal } : {}) });
  const me = meSchema.safeParse(json).data;
  if (!me) throw new AttachError('not-marquee', `What answers at ${hostOf(url)} is no Marquee.`);
  return me.signedIn;
};
