// What the simulated plex.tv answers: one value, as JSON or as its kind of XML, and its way of saying what went wrong.
import { element, type Attributes, type Element } from '../render/element.ts';
import { toXml } from '../render/to-xml.ts';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export type Answer = { status: number; headers: Record<string, string>; body: string };

/** In XML `tag` names the root; lists become `<things><thing/></things>`. */
export function reply(value: Value, tag: string, accept: string, status = 200): Answer {
  const json = accept.includes('application/json');
  return {
    status,
    headers: { 'Content-Type': json ? 'application/json; charset=utf-8' : 'application/xml; charset=utf-8' },
    body: json ? JSON.stringify(value) : toXml(toElement(tag, value)),
  };
}

export const nothing = (status = 204): Answer => ({ status, headers: {}, body: '' });

export type Trouble = {
  status: number;
  code: number;
  message: string;
  /** Some of plex.tv's errors do not repeat their status. */
  bare?: boolean;
  retryAfterS?: number | undefined;
};

export function failure(trouble: Trouble, accept: string): Answer {
  const { status, code, message, bare = false, retryAfterS } = trouble;
  const error = bare ? { code, message } : { code, message, status };
  const json = accept.includes('application/json');
  const made = reply(json ? { errors: [error] } : [error], 'errors', accept, status);
  return retryAfterS === undefined
    ? made
    : { ...made, headers: { ...made.headers, 'Retry-After': String(retryAfterS) } };
}

export const troubles = {
  noIdentifier: { status: 400, code: 1000, message: 'X-Plex-Client-Identifier is missing' },
  notAuthenticated: { status: 401, code: 1001, message: 'User could not be authenticated' },
  expired: { status: 498, code: 1001, message: 'Token expired' },
  noPin: { status: 404, code: 1020, message: 'Code not found or expired', bare: true },
  notFound: { status: 404, code: 1002, message: 'Not found' },
  malformed: { status: 400, code: 1004, message: 'The request is malformed' },
  signature: { status: 422, code: 1005, message: 'Signature verification failed' },
  nonce: { status: 422, code: 1006, message: 'The nonce is unknown, used or expired' },
  thumbprint: { status: 422, code: 1007, message: 'Thumbprint already taken' },
  tooMany: { status: 429, code: 1003, message: 'Too many requests' },
  noPlexPass: { status: 403, code: 1008, message: 'A Plex Pass is needed' },
} satisfies Record<string, Trouble>;

/** Not a list of profiles, although JSON has it in brackets. */
const unwrapped = new Set(['profile']);

function toElement(tag: string, value: Value): Element {
  if (value === null || typeof value !== 'object') return element(tag, { id: value ?? '' });
  if (isList(value)) {
    const one = tag.replace(/s$/, '');
    return element(
      tag,
      {},
      value.map((item) => toElement(one, item)),
    );
  }
  const attributes: Record<string, Attributes[string]> = {};
  const children: Element[] = [];
  for (const [name, field] of Object.entries(value)) {
    if (field === null || typeof field !== 'object') attributes[name] = field ?? '';
    else if (isList(field) && unwrapped.has(name)) children.push(...field.map((item) => toElement(name, item)));
    else children.push(toElement(name, field));
  }
  return element(tag, attributes, children);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
