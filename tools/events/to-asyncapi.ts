// The messages as an AsyncAPI document, made from the contract: for programs that read such documents.
import { z } from 'zod';
import { eventSchema, type Event } from '../../src-contract/event.ts';
import { mediaVersionSchema } from '../../src-contract/media.ts';
import { evidenceSchema, playSchema } from '../../src-contract/play.ts';
import { reasonSchema } from '../../src-contract/reason.ts';
import {
  itemSchema,
  networkSchema,
  playerSchema,
  sessionSchema,
  streamSchema,
  transcodeSchema,
} from '../../src-contract/session.ts';
import { userSchema } from '../../src-contract/words.ts';
import { toCloudEvent, toDotted, toType } from '../../src-main/publish/cloud-event.ts';
import { allExamples, exampleSite } from './examples.ts';
import { summaries } from './summaries.ts';

const shared = {
  User: userSchema,
  Item: itemSchema,
  Player: playerSchema,
  Network: networkSchema,
  Stream: streamSchema,
  Transcode: transcodeSchema,
  Reason: reasonSchema,
  MediaVersion: mediaVersionSchema,
  Session: sessionSchema,
  Evidence: evidenceSchema,
  Play: playSchema,
};

/** `session-started` is `SessionStarted`. */
const toName = (kind: string): string =>
  kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const toSchemas = (): Record<string, unknown> => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(shared)) registry.add(schema, { id });
  for (const option of eventSchema.options) registry.add(option, { id: toName(option.shape.kind.value) });
  // As others may send it: fields that a later version adds are no mistake.
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'input' });
  const isOfSchema = ([key]: [string, unknown]): boolean => key !== '$schema' && key !== '$id';
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      Object.fromEntries(Object.entries(schema).filter(isOfSchema)),
    ]),
  );
};

const toExample = (event: Event): unknown =>
  JSON.parse(toCloudEvent({ ...event, seq: 0, body: JSON.stringify(event) }, exampleSite));

const toMessage = (event: Event) => ({
  name: toType(event.kind),
  summary: summaries[event.kind],
  contentType: 'application/cloudevents+json',
  headers: { $ref: '#/components/schemas/Headers' },
  payload: {
    allOf: [
      { $ref: '#/components/schemas/CloudEvent' },
      {
        type: 'object',
        properties: {
          type: { const: toType(event.kind) },
          data: { $ref: `#/components/schemas/${toName(event.kind)}` },
        },
        required: ['type', 'data'],
      },
    ],
  },
  examples: [{ payload: toExample(event) }],
});

const toChannel = ({ kind }: Event) => ({
  address: `{prefix}.{serverId}.${toDotted(kind)}`,
  summary: summaries[kind],
  parameters: {
    prefix: { $ref: '#/components/parameters/prefix' },
    serverId: { $ref: '#/components/parameters/serverId' },
  },
  messages: { [toName(kind)]: { $ref: `#/components/messages/${toName(kind)}` } },
});

const cloudEvent = {
  type: 'object',
  description: 'CloudEvents 1.0 in structured mode.',
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', description: 'Also in the header Nats-Msg-Id, and in data.' },
    source: { type: 'string', description: 'marquee/<server id>' },
    type: { type: 'string' },
    time: { type: 'string', format: 'date-time', description: 'When it happened.' },
    datacontenttype: { const: 'application/json' },
    marqueesite: { type: 'string', description: 'The Marquee that says it.' },
    data: { type: 'object' },
  },
  required: ['specversion', 'id', 'source', 'type', 'time', 'datacontenttype', 'marqueesite', 'data'],
};

const headers = {
  type: 'object',
  properties: {
    'Nats-Msg-Id': { type: 'string', description: 'The id of the event; the stream takes it once.' },
    'Marquee-Site': { type: 'string', description: 'As marqueesite.' },
    'content-type': { const: 'application/cloudevents+json; charset=utf-8' },
  },
};

const byKind = <Part>(toPart: (event: Event) => Part, toKey = toName): Record<string, Part> =>
  Object.fromEntries(allExamples.map((event) => [toKey(event.kind), toPart(event)]));

export const toAsyncApi = (version: string) => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Marquee',
    version,
    description: 'What happens on Plex Media Servers, as Marquee publishes it to NATS. docs/events.md tells more.',
    license: { name: 'MIT' },
  },
  defaultContentType: 'application/cloudevents+json',
  servers: { broker: { host: 'localhost:4222', protocol: 'nats', description: 'What NATS_URL names.' } },
  channels: byKind(toChannel),
  operations: byKind(
    ({ kind }) => ({
      action: 'send',
      channel: { $ref: `#/channels/${toName(kind)}` },
      messages: [{ $ref: `#/channels/${toName(kind)}/messages/${toName(kind)}` }],
    }),
    (kind) => `send${toName(kind)}`,
  ),
  components: {
    parameters: {
      prefix: { default: 'marquee', description: 'NATS_SUBJECT_PREFIX; it may be several words with points between.' },
      serverId: { description: 'The id of the Plex server, which Plex calls machineIdentifier.' },
    },
    messages: byKind(toMessage),
    schemas: { CloudEvent: cloudEvent, Headers: headers, ...toSchemas() },
  },
});
