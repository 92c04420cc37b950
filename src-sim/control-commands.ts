// The control interface's commands: what each takes over HTTP, and which string it pulls.
import { does, looks, orNull, type Command } from './control-command.ts';
import type { Fields } from './control-input.ts';
import type { Control, StartOptions } from './control.ts';
import { wishNames, type Wish, type WishName } from './playback/delivery.ts';
import type { OnCancel, OnTerminate } from './playback/session.ts';
import { readFaultRule } from './read-fault-rule.ts';
import { webhookEvents } from './webhooks/payload.ts';

/** A command that only needs to know which session. */
const forSession = (run: (control: Control, sessionKey: string) => unknown): Command<Control> =>
  does((control, fields) => {
    const key = fields.text('sessionKey');
    return () => run(control, key);
  });
const forSwitch = (run: (control: Control, on: boolean) => unknown): Command<Control> =>
  does((control, fields) => {
    const on = fields.flag('on');
    return () => run(control, on);
  });

const convertHows = ['copy', 'transcode'] as const;

const toWish = (fields: Fields): Wish => ({
  version: fields.maybeWhole('version'),
  video: fields.maybeOneOf('video', convertHows),
  audio: fields.maybeOneOf('audio', convertHows),
  subtitle: fields.maybeFields('subtitle', (inner) => ({
    index: inner.whole('index'),
    how: inner.oneOf('how', ['copy', 'transcode', 'burn', 'direct']),
  })),
  audioIndex: fields.maybeWhole('audioIndex'),
  height: fields.maybeWhole('height'),
  kbps: fields.maybeWhole('kbps'),
  videoCodec: fields.maybeText('videoCodec'),
  audioCodec: fields.maybeText('audioCodec'),
  protocol: fields.maybeOneOf('protocol', ['dash', 'hls', 'http']),
  hardware: fields.maybeFields('hardware', (inner) => ({
    decoder: inner.text('decoder'),
    encoder: inner.text('encoder'),
    title: inner.text('title'),
    full: inner.flag('full'),
  })),
  pace: fields.maybeOneOf('pace', ['normal', 'starving']),
  strayTranscode: fields.maybeFlag('strayTranscode'),
});

/** A wish by name, or spelled out. */
const maybeHow = (fields: Fields): WishName | Wish | undefined => {
  if (typeof fields.raw('how') === 'object') return fields.maybeFields('how', toWish);
  return fields.maybeOneOf('how', wishNames);
};

const maybeOnTerminate = (fields: Fields): OnTerminate | undefined =>
  fields.maybeFields('onTerminate', (inner) => {
    const kind = inner.oneOf('kind', ['obeys', 'plays-on']);
    return kind === 'obeys' ? { kind, afterMs: inner.whole('afterMs') } : { kind };
  });

const maybeOnCancel = (fields: Fields): OnCancel | undefined =>
  fields.maybeFields('onCancel', (inner) => {
    const kind = inner.oneOf('kind', ['ends', 'plays-directly', 'comes-back']);
    const afterMs = inner.whole('afterMs');
    return kind === 'comes-back' ? { kind, afterMs, key: inner.oneOf('key', ['same', 'new']) } : { kind, afterMs };
  });

const toStart = (fields: Fields): StartOptions => ({
  item: fields.maybeText('item'),
  user: fields.maybeText('user'),
  player: fields.maybeText('player'),
  how: maybeHow(fields),
  location: fields.maybeOneOf('location', ['lan', 'wan', 'relay']),
  offsetMs: fields.maybeWhole('offsetMs'),
  state: fields.maybeOneOf('state', ['playing', 'paused', 'buffering']),
  withSession: fields.maybeFlag('withSession'),
  sessionId: fields.maybeText('sessionId'),
  nextBy: fields.maybeOneOf('nextBy', ['itself', 'nobody']),
  onTerminate: maybeOnTerminate(fields),
  onCancel: maybeOnCancel(fields),
  claimsTranscodeForMs: fields.maybeWhole('claimsTranscodeForMs'),
  playQueue: fields.maybeFlag('playQueue'),
  liveKey: fields.maybeOneOf('liveKey', ['number', 'guid']),
});

export const commands: Readonly<Record<string, Command<Control>>> = {
  start: does((control, fields) => {
    const options = toStart(fields);
    return () => control.start(options);
  }),
  'start-caused': does((control, fields) => {
    const options = {
      cause: fields.text('cause'),
      alone: fields.maybeFlag('alone'),
      user: fields.maybeText('user'),
      pace: fields.maybeOneOf('pace', ['normal', 'starving']),
      seed: fields.maybeWhole('seed'),
    };
    return () => control.startCaused(options);
  }),
  pause: forSession((control, key) => control.pause(key)),
  resume: forSession((control, key) => control.resume(key)),
  buffer: forSession((control, key) => control.buffer(key)),
  next: forSession((control, key) => control.next(key)),
  stop: forSession((control, key) => control.stop(key)),
  seek: does((control, fields) => {
    const [key, toMs] = [fields.text('sessionKey'), fields.whole('toMs')];
    return () => control.seek(key, toMs);
  }),
  play: does((control, fields) => {
    const [key, item, offsetMs] = [fields.text('sessionKey'), fields.text('item'), fields.maybeWhole('offsetMs')];
    return () => control.play(key, item, offsetMs);
  }),
  misreport: does((control, fields) => {
    const [key, offsetMs] = [fields.text('sessionKey'), fields.whole('offsetMs')];
    return () => control.misreport(key, offsetMs);
  }),
  vanish: does((control, fields) => {
    const [key, listedForMs] = [fields.text('sessionKey'), fields.maybeWhole('listedForMs')];
    return () => control.vanish(key, listedForMs);
  }),
  'change-quality': does((control, fields) => {
    const [key, how] = [fields.text('sessionKey'), maybeHow(fields) ?? {}];
    return () => control.changeQuality(key, how);
  }),
  behave: does((control, fields) => {
    const key = fields.text('sessionKey');
    const behaviour = { onTerminate: maybeOnTerminate(fields), onCancel: maybeOnCancel(fields) };
    return () => control.behave(key, behaviour);
  }),
  fault: does((control, fields) => {
    const rule = readFaultRule(fields);
    return () => ({ id: control.fault(rule) });
  }),
  'clear-fault': does((control, fields) => {
    const id = fields.maybeWhole('id');
    return () => control.clearFault(id);
  }),
  'drop-sockets': does((control, fields) => {
    const how = fields.maybeOneOf('how', ['close', 'cut']);
    return () => control.dropSockets(how);
  }),
  silence: forSwitch((control, on) => control.silence(on)),
  'refuse-upgrade': does((control, fields) => {
    const hang = fields.raw('status') === 'hang';
    const status = hang ? 'hang' : orNull(fields, 'status', fields.whole);
    return () => control.refuseUpgrade(status);
  }),
  inject: does((control, fields) => {
    const text = fields.text('text');
    return () => control.inject(text);
  }),
  restart: does((control, fields) => {
    const options = {
      downMs: fields.maybeWhole('downMs'),
      playersComeBackAfterMs: orNull(fields, 'playersComeBackAfterMs', fields.maybeWhole),
    };
    return () => control.restart(options);
  }),
  'plex-pass': forSwitch((control, on) => control.setPlexPass(on)),
  'remote-limit': does((control, fields) => {
    const kbps = orNull(fields, 'kbps', fields.whole);
    return () => control.setRemoteLimit(kbps);
  }),
  optimise: does((control, fields) => {
    const [item, speed] = [fields.text('item'), fields.maybeWhole('speed')];
    return () => control.optimise(item, speed);
  }),
  owned: forSwitch((control, on) => control.setOwned(on)),
  'guest-status': does((control, fields) => {
    const status = fields.whole('status');
    return () => control.setGuestStatus(status);
  }),
  'end-token': does((control, fields) => {
    const token = fields.maybeText('token');
    return () => control.endToken(token);
  }),
  'restore-token': does((control, fields) => {
    const token = fields.maybeText('token');
    return () => control.restoreToken(token);
  }),
  'add-past': does((control, fields) => {
    const options = {
      plays: fields.whole('plays'),
      days: fields.maybeWhole('days'),
      seed: fields.maybeWhole('seed'),
    };
    return () => control.addPast(options);
  }),
  'refuse-tokens': forSwitch((control, on) => control.refuseTokens(on)),
  reachable: forSwitch((control, on) => control.setReachable(on)),
  'add-film': does((control, fields) => {
    const title = fields.text('title');
    return () => control.addFilm(title);
  }),
  'remove-item': does((control, fields) => {
    const ratingKey = fields.text('ratingKey');
    return () => control.removeItem(ratingKey);
  }),
  'refresh-section': does((control, fields) => {
    const id = fields.whole('id');
    return () => control.refreshSection(id);
  }),
  update: does((control, fields) => {
    const version = orNull(fields, 'version', fields.text);
    return () => control.setUpdate(version);
  }),
  'add-webhook': does((control, fields) => {
    const target = {
      url: fields.text('url'),
      times: fields.maybeWhole('times'),
      delayMs: fields.maybeWhole('delayMs'),
      secret: fields.maybeText('secret'),
    };
    return () => void control.addWebhook(target);
  }),
  'clear-webhooks': does((control) => () => control.clearWebhooks()),
  'send-webhook': does((control, fields) => {
    const what = {
      event: fields.oneOf('event', webhookEvents),
      item: fields.maybeText('item'),
      rating: fields.maybeWhole('rating'),
    };
    return () => control.sendWebhook(what);
  }),
  advance: does((control, fields) => {
    const ms = fields.whole('ms');
    return () => control.advance(ms);
  }),
  speed: does((control, fields) => {
    const speed = fields.whole('speed');
    return () => control.setSpeed(speed);
  }),
  'clear-requests': does((control) => () => control.clearRequests()),
  authority: looks((control) => ({ pem: control.authority() })),
  now: looks((control) => ({ nowMs: control.now() })),
  sessions: looks((control) => control.sessions()),
  truth: looks((control) => control.truth()),
  requests: looks((control) => control.requests()),
  'webhook-answers': looks((control) => control.webhookAnswers()),
  listeners: looks((control) => ({ listeners: control.listeners() })),
};
