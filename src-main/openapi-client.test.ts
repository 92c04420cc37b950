// The OpenAPI document, judged by others: a validator reads it, a client is made from it, and that client asks a running
// Marquee for everything that can be read, through a whole evening. Every answer must be what the document says.
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { OpenAPIClientAxios, type OpenAPIClient } from 'openapi-client-axios';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startTwins, type Twins } from './test-twins.ts';

const parameterSchema = z.object({
  name: z.string(),
  required: z.boolean().default(false),
  schema: z.looseObject({ enum: z.array(z.string()).optional() }).default({}),
});
const operationSchema = z.looseObject({
  operationId: z.string(),
  parameters: z.array(parameterSchema).default([]),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).default({}) })),
});
const documentSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});
type Operation = z.infer<typeof operationSchema> & { path: string; method: string };
type Params = Record<string, string>;

const hasHttp = z.object({
  status: z.number(),
  data: z.unknown(),
  headers: z.looseObject({ 'content-type': z.string() }),
});

let twins: Twins;
let client: OpenAPIClient;
let operations: Operation[] = [];
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);

beforeAll(async () => {
  twins = await startTwins();
  await twins.untilLive(4);
  const document = documentSchema.parse(await (await twins.call('/openapi.json')).json());
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method })),
  );
  ajv.addSchema(document, 'document');
  const api = new OpenAPIClientAxios({
    definition: `${twins.marquee.app.url}/api/v1/openapi.json`,
    withServer: { url: `${twins.marquee.app.url}/api/v1` },
    axiosConfigDefaults: {
      headers: { authorization: `Bearer ${twins.marquee.key}` },
      // Problems are answers too.
      validateStatus: () => true,
    },
  });
  client = await api.init();
}, 120_000);
afterAll(() => twins.close());

/** What is wrong with an answer, by the schema that the document names for it. */
const complain = ({ path, method, responses }: Operation, status: number, type: string, body: unknown): string[] => {
  const said = responses[status] ? String(status) : 'default';
  if (!responses[said]?.content[type]) return [`${status} ${type} is not in the document`];
  const part = (text: string) => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));
  const pointer = ['paths', path, method, 'responses', said, 'content', type, 'schema'].map(part).join('/');
  const validate = ajv.getSchema(`document#/${pointer}`);
  if (!validate) return [`no schema at ${pointer}`];
  void validate(body);
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
};

const ask = async (
  operation: Operation,
  params: Params,
): Promise<{ status: number; data: unknown; wrong: string[] }> => {
  const call = client[operation.operationId];
  if (!call) throw new Error(`The client has no ${operation.operationId}`);
  const { status, data, headers } = hasHttp.parse(await call(params));
  const type = headers['content-type'].split(';')[0] ?? '';
  return { status, data, wrong: complain(operation, status, type, data) };
};

const read = (operationId: string): Operation => {
  const found = operations.find((one) => one.operationId === operationId);
  if (!found) throw new Error(`The document has no ${operationId}`);
  return found;
};
const ids = z.array(z.looseObject({ id: z.string() }));
const firstOf = async (operationId: string, params: Params = {}): Promise<string> => {
  const { data } = await ask(read(operationId), params);
  const list = z.union([ids, z.object({ items: ids }).transform(({ items }) => items)]).parse(data);
  return list[0]?.id ?? 'none-yet';
};

const firstPlay = () => firstOf('history.plays', { includeShort: 'true' });

/** Of an item that plays now; both servers know the number, and mean different films. */
const ratingKey = async (): Promise<string> => {
  const { data } = await ask(read('sessions.list'), {});
  const playing = z.array(z.object({ item: z.object({ ratingKey: z.string().nullable() }) })).parse(data);
  return playing.flatMap(({ item }) => item.ratingKey ?? [])[0] ?? 'none';
};

/** With what everything can be asked now: one for each value of a choice. */
const toCalls = ({ parameters }: Operation, known: Params): Params[] => {
  let calls: Params[] = [{}];
  for (const { name, required, schema } of parameters) {
    if (!required) continue;
    // What there is none of is a problem, and that is checked as well.
    const values = schema.enum ?? [known[name] ?? 'none-yet'];
    calls = calls.flatMap((call) => values.map((value) => ({ ...call, [name]: value })));
  }
  return calls;
};

/** Everything that can be read, and what is wrong with any of it. */
const readAll = async (): Promise<{ told: number; wrong: string[] }> => {
  let told = 0;
  const wrong: string[] = [];
  const serverId = await firstOf('servers.list');
  const known: Params = {
    serverId,
    server: serverId,
    playId: await firstPlay(),
    ratingKey: await ratingKey(),
    fromMs: '0',
    toMs: String(Date.now()),
  };
  for (const operation of operations) {
    const { method, operationId, responses } = operation;
    if (method !== 'get' || responses['200']?.content['application/json'] === undefined) continue;
    for (const params of toCalls(operation, known)) {
      const answer = await ask(operation, params);
      if (answer.status === 200) told += 1;
      // There is no plex.tv here; everything else works.
      const isExpected = answer.status === 503 && operationId.startsWith('signIn.');
      if (answer.status >= 500 && !isExpected)
        wrong.push(`${operationId} answered ${answer.status}: ${JSON.stringify(answer.data)}`);
      wrong.push(...answer.wrong.map((line) => `${operationId} ${JSON.stringify(params)}: ${line}`));
    }
  }
  return { told, wrong };
};

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  const document: unknown = await (await twins.call('/openapi.json')).json();
  expect(await validator.validate(z.record(z.string(), z.unknown()).parse(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

it('is no document that allows anything', () => {
  expect(complain(read('health.get'), 200, 'application/json', { ok: 'yes' })).toContain('/ok must be boolean');
  expect(complain(read('servers.list'), 200, 'application/json', [{}])).not.toEqual([]);
  expect(complain(read('servers.get'), 404, 'application/problem+json', { code: 'UNKNOWN_PLAY' })).not.toEqual([]);
});

it('says what every answer is, while an evening goes on', async () => {
  const { attic } = twins;
  const first = await readAll();
  expect(first.wrong).toEqual([]);
  expect(first.told).toBeGreaterThan(30);
  const film = attic.control.start({ how: 'burn' });
  attic.control.pause(film.sessionKey);
  attic.control.advance(5000);
  await twins.untilLive(5);
  expect((await readAll()).wrong).toEqual([]);
  attic.control.stop(film.sessionKey);
  await vi.waitFor(async () => expect(await firstPlay()).not.toBe('none-yet'), { timeout: 45_000 });
  expect((await readAll()).wrong).toEqual([]);
}, 120_000);

it.each<[string, string, () => Promise<Params>, number]>([
  ['an unknown server', 'servers.get', async () => ({ serverId: 'nobody' }), 404],
  ['an unknown play', 'history.play', async () => ({ playId: 'nothing' }), 404],
  ['a key of two servers', 'plex.metadata', async () => ({ ratingKey: await ratingKey() }), 409],
  ['an input that is none', 'history.plays', async () => ({ length: 'many' }), 422],
])('says what the problem is with %s', async (_story, operationId, params, status) => {
  const answer = await ask(read(operationId), await params());
  expect(answer.status).toBe(status);
  expect(answer.wrong).toEqual([]);
});

it('says what is refused without a key', async () => {
  const answer = await fetch(`${twins.marquee.app.url}/api/v1/sessions`);
  const type = answer.headers.get('content-type') ?? '';
  expect(complain(read('sessions.list'), answer.status, type, await answer.json())).toEqual([]);
});

/** With what only a caller of this client may know: the type of what it sends. */
const send = async (operationId: string, params: Params, body: Buffer, type = 'application/octet-stream') => {
  const operation = read(operationId);
  const call = client[operationId];
  const answer = hasHttp.parse(await call?.(params, body, { headers: { 'content-type': type } }));
  const said = answer.headers['content-type'].split(';')[0] ?? '';
  return { ...answer, wrong: complain(operation, answer.status, said, answer.data) };
};

it('takes a file in parts, and says what is wrong with one', async () => {
  const room = await ask(read('uploads.begin'), {});
  expect(room).toMatchObject({ status: 200, wrong: [] });
  const { uploadId, path } = z.object({ uploadId: z.string(), path: z.string() }).parse(room.data);
  const append = (at: number, body: Buffer, type?: string) =>
    send('uploads.append', { uploadId, at: `${at}` }, body, type);
  expect(await append(0, Buffer.from('SQLite for'))).toMatchObject({ status: 200, data: { bytes: 10 }, wrong: [] });
  expect(await append(10, Buffer.from('mat 3'))).toMatchObject({ status: 200, data: { bytes: 15 }, wrong: [] });
  expect(readFileSync(path, 'utf8')).toBe('SQLite format 3');
  const gap = await append(99, Buffer.from('x'));
  expect(gap).toMatchObject({ status: 400, wrong: [], data: { detail: expect.stringContaining('byte 15') } });
  const asText = await append(15, Buffer.from('x'), 'text/plain');
  expect(asText).toMatchObject({ status: 415, wrong: [], data: { detail: expect.stringContaining('octet-stream') } });
  const lost = await send('uploads.append', { uploadId: 'nobodys', at: '0' }, Buffer.from('x'));
  expect(lost).toMatchObject({ status: 404, wrong: [] });
});

it('says what a changed thing is', async () => {
  const update = client['settings.update'];
  const { status, data } = hasHttp.parse(await update?.({}, { notifications: { everyEpisode: true } }));
  expect(status).toBe(200);
  expect(complain(read('settings.update'), 200, 'application/json', data)).toEqual([]);
});
