// The control interface's commands: what each takes over HTTP, and which string it pulls.
import { z } from 'zod';
import type { Control } from './control.ts';
import { wishes, type WishName } from './playback/delivery.ts';

export type Command = { looks: boolean; run(control: Control, body: unknown): unknown };

const ms = z.number().int().min(0);
const sessionKey = z.string();
const wishName = z.custom<WishName>(
  (value) => typeof value === 'string' && Object.hasOwn(wishes, value),
  `expected one of ${Object.keys(wishes).join(', ')}`,
);

const wish = z.strictObject({
  version: z.number().int().exactOptional(),
  video: z.enum(['copy', 'transcode']).exactOptional(),
  audio: z.enum(['copy', 'transcode']).exactOptional(),
  subtitle: z
    .strictObject({ index: z.number().int(), how: z.enum(['copy', 'transcode', 'burn', 'direct']) })
    .exactOptional(),
  audioIndex: z.number().int().exactOptional(),
  height: z.number().int().exactOptional(),
  kbps: z.number().int().exactOptional(),
  videoCodec: z.string().exactOptional(),
  audioCodec: z.string().exactOptional(),
  protocol: z.enum(['dash', 'hls', 'http']).exactOptional(),
  hardware: z
    .strictObject({ decoder: z.string(), encoder: z.string(), title: z.string(), full: z.boolean() })
    .exactOptional(),
  pace: z.enum(['normal', 'starving']).exactOptional(),
  strayTranscode: z.boolean().exactOptional(),
});
const how = z.union([wishName, wish]);

const onTerminate = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('obeys'), afterMs: ms }),
  z.strictObject({ kind: z.literal('plays-on') }),
]);
const onCancel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ends'), afterMs: ms }),
  z.strictObject({ kind: z.literal('plays-directly'), afterMs: ms }),
  z.strictObject({ kind: z.literal('comes-back'), afterMs: ms, key: z.enum(['same', 'new']) }),
]);

const start = z.strictObject({
  item: z.string().exactOptional(),
  user: z.string().exactOptional(),
  player: z.string().exactOptional(),
  how: how.exactOptional(),
  location: z.enum(['lan', 'wan', 'relay']).exactOptional(),
  offsetMs: ms.exactOptional(),
  state: z.enum(['playing', 'paused', 'buffering']).exactOptional(),
  withSession: z.boolean().exactOptional(),
  sessionId: z.string().exactOptional(),
  nextBy: z.enum(['itself', 'nobody']).exactOptional(),
  onTerminate: onTerminate.exactOptional(),
  onCancel: onCancel.exactOptional(),
  claimsTranscodeForMs: ms.exactOptional(),
  playQueue: z.boolean().exactOptional(),
  liveKey: z.enum(['number', 'guid']).exactOptional(),
});

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), delayMs: ms }),
  z.strictObject({ kind: z.literal('truncated') }),
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(100).max(599),
    retryAfterS: z.number().int().min(0).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('body'), body: z.string() }),
]);

const does = <T>(schema: z.ZodType<T>, run: (control: Control, input: T) => unknown): Command => ({
  looks: false,
  run: (control, body) => run(control, schema.parse(body)),
});
const looks = (run: (control: Control) => unknown): Command => ({ looks: true, run: (control) => run(control) });

const one = z.strictObject({ sessionKey });
const on = z.strictObject({ on: z.boolean() });
const nothing = z.strictObject({});

export const commands: Readonly<Record<string, Command>> = {
  start: does(start, (control, options) => control.start(options)),
  pause: does(one, (control, { sessionKey: key }) => control.pause(key)),
  resume: does(one, (control, { sessionKey: key }) => control.resume(key)),
  buffer: does(one, (control, { sessionKey: key }) => control.buffer(key)),
  seek: does(one.extend({ toMs: ms }), (control, { sessionKey: key, toMs }) => control.seek(key, toMs)),
  next: does(one, (control, { sessionKey: key }) => control.next(key)),
  play: does(
    one.extend({ item: z.string(), offsetMs: ms.exactOptional() }),
    (control, { sessionKey: key, item, offsetMs }) => control.play(key, item, offsetMs ?? 0),
  ),
  stop: does(one, (control, { sessionKey: key }) => control.stop(key)),
  misreport: does(one.extend({ offsetMs: ms }), (control, input) =>
    control.misreport(input.sessionKey, input.offsetMs),
  ),
  vanish: does(one.extend({ listedForMs: ms.exactOptional() }), (control, { sessionKey: key, listedForMs }) =>
    control.vanish(key, listedForMs ?? 0),
  ),
  'change-quality': does(one.extend({ how }), (control, input) => control.changeQuality(input.sessionKey, input.how)),
  behave: does(
    one.extend({ onTerminate: onTerminate.exactOptional(), onCancel: onCancel.exactOptional() }),
    (control, { sessionKey: key, ...behaviour }) => control.behave(key, behaviour),
  ),
  fault: does(
    z.strictObject({ path: z.string(), fault, times: z.number().int().min(1).exactOptional() }),
    (control, rule) => ({ id: control.fault(rule) }),
  ),
  'clear-fault': does(z.strictObject({ id: z.number().int().exactOptional() }), (control, { id }) =>
    control.clearFault(id),
  ),
  'drop-sockets': does(z.strictObject({ how: z.enum(['close', 'cut']).exactOptional() }), (control, input) =>
    control.dropSockets(input.how),
  ),
  silence: does(on, (control, input) => control.silence(input.on)),
  'refuse-upgrade': does(
    z.strictObject({ status: z.number().int().min(400).max(599).nullable() }),
    (control, { status }) => control.refuseUpgrade(status),
  ),
  inject: does(z.strictObject({ text: z.string() }), (control, { text }) => control.inject(text)),
  restart: does(
    z.strictObject({ downMs: ms.exactOptional(), playersComeBackAfterMs: ms.nullable().exactOptional() }),
    (control, options) => control.restart(options),
  ),
  'plex-pass': does(on, (control, input) => control.setPlexPass(input.on)),
  owned: does(on, (control, input) => control.setOwned(input.on)),
  'add-film': does(z.strictObject({ title: z.string().min(1) }), (control, { title }) => control.addFilm(title)),
  'remove-item': does(z.strictObject({ ratingKey: z.string() }), (control, { ratingKey }) =>
    control.removeItem(ratingKey),
  ),
  'refresh-section': does(z.strictObject({ id: z.number().int() }), (control, { id }) => control.refreshSection(id)),
  reachable: does(on, (control, input) => control.setReachable(input.on)),
  update: does(z.strictObject({ version: z.string().nullable() }), (control, { version }) =>
    control.setUpdate(version),
  ),
  advance: does(z.strictObject({ ms }), (control, input) => control.advance(input.ms)),
  speed: does(z.strictObject({ speed: z.number().min(0).max(10_000) }), (control, { speed }) =>
    control.setSpeed(speed),
  ),
  'clear-requests': does(nothing, (control) => control.clearRequests()),
  now: looks((control) => ({ nowMs: control.now() })),
  sessions: looks((control) => control.sessions()),
  truth: looks((control) => control.truth()),
  requests: looks((control) => control.requests()),
  listeners: looks((control) => ({ listeners: control.listeners() })),
};
