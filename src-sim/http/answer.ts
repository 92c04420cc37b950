// What the simulated server answers: a tree in XML or JSON, a picture, an HTML error page, or nothing.
import type { Element } from '../render/element.ts';
import { toJson } from '../render/to-json.ts';
import { toXml } from '../render/to-xml.ts';

export type Answer = { status: number; headers: Record<string, string>; body: Buffer };

const common = { 'X-Plex-Protocol': '1.0', 'X-Plex-Pms-Api-Version': '1.2.2', 'Cache-Control': 'no-cache' };

export function tree(element: Element, accept: string, headers: Record<string, string> = {}): Answer {
  const json = accept.includes('application/json');
  return {
    status: 200,
    headers: { ...common, 'Content-Type': json ? 'application/json' : 'text/xml;charset=utf-8', ...headers },
    body: Buffer.from(json ? toJson(element) : toXml(element)),
  };
}

export function empty(status = 200): Answer {
  return { status, headers: { ...common, 'Content-Type': 'text/html' }, body: Buffer.alloc(0) };
}

export function bytes(contentType: string, body: Buffer): Answer {
  return { status: 200, headers: { ...common, 'Content-Type': contentType, 'Cache-Control': 'max-age=86400' }, body };
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Plex's errors are small HTML pages, whatever was asked for. */
export function failure(status: number, headers: Record<string, string> = {}): Answer {
  const reason = reasons[status] ?? 'Error';
  return {
    status,
    headers: { ...common, 'Content-Type': 'text/html', ...headers },
    body: Buffer.from(`<html><head><title>${reason}</title></head><body><h1>${status} ${reason}</h1></body></html>`),
  };
}
