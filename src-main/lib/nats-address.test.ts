// What owners write into NATS_URL.
import { expect, test } from 'vitest';
import { parseNatsAddress } from './nats-address.ts';

const plain = { tls: false, user: null, password: null, token: null };

test.each([
  ['one server', 'nats://nas:4223', { ...plain, servers: ['nas:4223'] }],
  ['without a port', 'nats://192.168.1.5', { ...plain, servers: ['192.168.1.5:4222'] }],
  ['without a scheme', 'localhost:4222', { ...plain, servers: ['localhost:4222'] }],
  ['IPv6', 'nats://[::1]:4222', { ...plain, servers: ['[::1]:4222'] }],
  ['TLS', 'tls://nats.example.org', { ...plain, tls: true, servers: ['nats.example.org:4222'] }],
  ['user and password', 'nats://a%40b:p%3Aw@h', { ...plain, user: 'a@b', password: 'p:w', servers: ['h:4222'] }],
  ['a token', 'nats://s3cret@h', { ...plain, token: 's3cret', servers: ['h:4222'] }],
  ['a bare percent sign', 'nats://u:50%@h', { ...plain, user: 'u', password: '50%', servers: ['h:4222'] }],
  [
    'a cluster',
    'nats://u:p@a:1, b:2,tls://c',
    {
      tls: true,
      user: 'u',
      password: 'p',
      token: null,
      servers: ['a:1', 'b:2', 'c:4222'],
    },
  ],
])('%s', (_, text, address) => {
  expect(parseNatsAddress(text)).toEqual(address);
});

test.each(['', 'http://nas:4222', 'nats://', 'nats://nas/path', 'nats://nas?x=1', 'nats://a:1,,', 'nats://nas:port'])(
  'refuses %j',
  (text) => {
    expect(parseNatsAddress(text)).toBeNull();
  },
);
