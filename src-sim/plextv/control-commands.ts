// The commands of plex.tv's control interface: what each takes over HTTP, and which string it pulls.
import { does, looks, orNull, type Command } from '../control-command.ts';
import { BadInput, fieldsOf, type Fields } from '../control-input.ts';
import { readFaultRule } from '../read-fault-rule.ts';
import type { PlexTvControl, Which } from './control.ts';
import type { RateLimit } from './rate-limits.ts';
import type { Connection } from './servers.ts';

const forSwitch = (run: (control: PlexTvControl, on: boolean) => unknown): Command<PlexTvControl> =>
  does((control, fields) => {
    const on = fields.flag('on');
    return () => run(control, on);
  });

const listOf = <T>(value: unknown, where: string, read: (fields: Fields) => T): T[] => {
  if (!Array.isArray(value)) throw new BadInput(`${where}: expected a list`);
  return value.map((one, n) => {
    const fields = fieldsOf(one, `${where}[${n}]`);
    const made = read(fields);
    fields.done();
    return made;
  });
};

/** An id or a code; the newest PIN when there is none. */
const pinOf = (fields: Fields): string | undefined => fields.maybeText('pin');

const toWhich = (fields: Fields): Which => ({
  account: fields.maybeText('account'),
  clientIdentifier: fields.maybeText('clientIdentifier'),
});

const places = ['server', 'dead', 'silent'] as const;

const toConnection = (fields: Fields): Connection => {
  const kind = fields.oneOf('kind', ['local', 'remote', 'relay']);
  const ipv6 = fields.maybeFlag('ipv6');
  if (typeof fields.raw('at') !== 'object') return { kind, at: fields.oneOf('at', places), ipv6 };
  const at = fields.maybeFields('at', (inner) => ({ address: inner.text('address'), port: inner.whole('port') }));
  return { kind, at: at ?? 'server', ipv6 };
};

const toLimit = (fields: Fields): RateLimit => ({
  path: fields.text('path'),
  requests: fields.whole('requests'),
  perMs: fields.whole('perMs'),
});

export const plexTvCommands: Readonly<Record<string, Command<PlexTvControl>>> = {
  accounts: looks((control) => control.accounts()),
  pins: looks((control) => control.pins()),
  tokens: looks((control) => control.tokens()),
  requests: looks((control) => control.requests()),
  now: looks((control) => ({ nowMs: control.now() })),
  approve: does((control, fields) => {
    const [pin, account] = [pinOf(fields), fields.maybeText('account')];
    return () => control.approve(pin, account);
  }),
  deny: does((control, fields) => {
    const pin = pinOf(fields);
    return () => control.deny(pin);
  }),
  'expire-pin': does((control, fields) => {
    const pin = pinOf(fields);
    return () => control.expirePin(pin);
  }),
  'new-token': does((control, fields) => {
    const { account, clientIdentifier } = toWhich(fields);
    return () => ({ token: control.newToken(account, clientIdentifier) });
  }),
  'expire-tokens': does((control, fields) => {
    const which = toWhich(fields);
    return () => ({ ended: control.expireTokens(which) });
  }),
  'revoke-tokens': does((control, fields) => {
    const which = toWhich(fields);
    return () => ({ ended: control.revokeTokens(which) });
  }),
  'access-token': does((control, fields) => {
    const [server, account] = [fields.maybeText('server'), fields.maybeText('account')];
    return () => ({ token: control.accessToken(server, account) });
  }),
  'end-access-tokens': does((control, fields) => {
    const [server, account] = [fields.maybeText('server'), fields.maybeText('account')];
    return () => control.endAccessTokens(server, account);
  }),
  'token-life': does((control, fields) => {
    const ms = fields.whole('ms');
    return () => control.setTokenLife(ms);
  }),
  'expired-status': does((control, fields) => {
    const status = fields.whole('status');
    return () => control.setExpiredStatus(status);
  }),
  'takes-keys': forSwitch((control, on) => control.setTakesKeys(on)),
  'servers-take-jwt': forSwitch((control, on) => control.setServersTakeJwt(on)),
  'rotate-keys': does((control) => () => control.rotateKeys()),
  'plex-pass': does((control, fields) => {
    const [account, on] = [fields.text('account'), fields.flag('on')];
    return () => control.setPlexPass(account, on);
  }),
  webhooks: does((control, fields) => {
    const account = fields.maybeText('account');
    return () => control.webhooks(account);
  }),
  presence: does((control, fields) => {
    const [server, on] = [fields.text('server'), fields.flag('on')];
    return () => control.setPresence(server, on);
  }),
  connections: does((control, fields) => {
    const server = fields.text('server');
    const connections = listOf(fields.raw('connections'), 'connections', toConnection);
    return () => control.setConnections(server, connections);
  }),
  fault: does((control, fields) => {
    const rule = readFaultRule(fields);
    return () => ({ id: control.fault(rule) });
  }),
  'clear-fault': does((control, fields) => {
    const id = fields.maybeWhole('id');
    return () => control.clearFault(id);
  }),
  limits: does((control, fields) => {
    const limits = orNull(fields, 'limits', (name) => listOf(fields.raw(name), name, toLimit));
    return () => control.setLimits(limits);
  }),
  advance: does((control, fields) => {
    const ms = fields.whole('ms');
    return () => control.advance(ms);
  }),
  clock: does((control, fields) => {
    const [ahead, behind] = [fields.maybeWhole('aheadMs') ?? 0, fields.maybeWhole('behindMs') ?? 0];
    return () => control.setClock(ahead - behind);
  }),
  'clear-requests': does((control) => () => control.clearRequests()),
};
