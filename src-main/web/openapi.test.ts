// The OpenAPI document: it is well formed, tells of every route, and of nothing that is not served.
import { traverseContractProcedures } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../src-contract/contract.ts';
import { problems } from '../../src-contract/problem.ts';
import { startWeb } from './test-web.ts';

const contentSchema = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query']), schema: z.unknown() })).default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: contentSchema })),
});
const documentSchema = z.object({
  openapi: z.literal('3.1.1'),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.literal('/api/v1') })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationSchema),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.object({ type: z.enum(['http', 'apiKey']) })),
  }),
});

let web: Awaited<ReturnType<typeof startWeb>>;
let raw: unknown;
beforeAll(async () => {
  web = await startWeb();
  raw = await web.json('/api/v1/openapi.json');
});
afterAll(() => web.close());

const document = () => documentSchema.parse(raw);
const operations = () =>
  Object.values(document().paths).flatMap((item) => Object.values(item).filter((one) => one !== undefined));

const references = (node: unknown): string[] => {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : references(value)));
};

describe('the document', () => {
  it('is well formed, and every reference leads somewhere', () => {
    const { components, security } = document();
    const known = new Set(Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`));
    expect(references(raw).filter((reference) => !known.has(reference))).toEqual([]);
    expect(references(raw)).toContain('#/components/schemas/Session');
    expect(security.flatMap(Object.keys).toSorted()).toEqual(Object.keys(components.securitySchemes).toSorted());
  });

  it('tells of every procedure that has a route, and of every file that is given or taken, once, and of no other', () => {
    const routes = ['downloads.archive', 'downloads.plays', 'uploads.append', 'uploads.begin'];
    traverseContractProcedures(
      { router: contract, path: [] },
      ({
        contract: {
          '~orpc': { route },
        },
        path,
      }) => {
        if (route.path !== undefined) routes.push(path.join('.'));
      },
    );
    expect(
      operations()
        .map(({ operationId }) => operationId)
        .toSorted(),
    ).toEqual(routes.toSorted());
  });

  it('names every parameter of a path', () => {
    for (const [path, item] of Object.entries(document().paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(item)) {
        const named = operation?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(named).toEqual(inPath);
      }
    }
  });

  it('says of every operation which problems it answers with, in their own media type', () => {
    for (const { operationId, responses } of operations()) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '401', 'default']));
      if (operationId.startsWith('downloads.')) delete responses['200'];
      for (const [status, { content }] of Object.entries(responses)) {
        const types = status === '200' ? /^(application\/json|text\/event-stream)$/ : /^application\/problem\+json$/;
        expect(Object.keys(content)).toEqual([expect.stringMatching(types)]);
      }
    }
  });

  it('describes a declared problem with its code, its words and its data', () => {
    const stop = operations().find(({ operationId }) => operationId === 'sessions.stop');
    expect(stop?.responses['404']?.content['application/problem+json']?.schema).toEqual({
      type: 'object',
      properties: {
        type: { const: 'urn:marquee:problem:unknown-session' },
        title: { const: problems.UNKNOWN_SESSION.message },
        status: { const: 404 },
        detail: { type: 'string' },
        code: { const: 'UNKNOWN_SESSION' },
      },
      required: ['type', 'title', 'status', 'detail', 'code'],
    });
    expect(JSON.stringify(stop?.responses['503'])).toContain('nextTryAtMs');
    expect(JSON.stringify(stop?.responses['422'])).toContain('expected');
  });
});

describe('the page to read', () => {
  it('tells of every route, and what it says is text', async () => {
    const response = await web.call('/api/v1/docs');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    for (const [path, item] of Object.entries(document().paths)) {
      for (const [method, operation] of Object.entries(item)) {
        expect(html).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
        expect(html).toContain(operation?.summary.replaceAll('"', '&quot;'));
      }
    }
    expect(html).not.toMatch(/<script|https?:/);
  });

  it('is for those who are signed in, and its style comes from here', async () => {
    expect((await fetch(`${web.base}/api/v1/docs`)).status).toBe(401);
    expect((await web.call('/api/v1/docs.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });
});

it('what a declared problem says is what the document promised', async () => {
  const response = await web.call('/api/v1/sessions/gone/stop', { method: 'POST' });
  expect(await response.json()).toEqual({
    type: 'urn:marquee:problem:unknown-session',
    title: problems.UNKNOWN_SESSION.message,
    status: 404,
    detail: problems.UNKNOWN_SESSION.message,
    code: 'UNKNOWN_SESSION',
  });
});
