// Stories of who knocks: owners and their scripts, rebinding pages, pages of another port, LAN addresses, proxies.
import { describe, expect, it } from 'vitest';
import { createGuard } from './guard.ts';

const loopback = createGuard({ host: '127.0.0.1', port: 4848, publicUrl: null });
const everywhere = createGuard({ host: '0.0.0.0', port: 4848, publicUrl: null });
const one = createGuard({ host: '192.168.1.5', port: 4848, publicUrl: null });
const behindProxy = createGuard({ host: '127.0.0.1', port: 4848, publicUrl: 'https://Marquee.example.org' });
const onPort80 = createGuard({ host: '127.0.0.1', port: 80, publicUrl: null });

describe('the host name', () => {
  it.each([
    ['the loopback by address', loopback, '127.0.0.1:4848', null],
    ['the loopback by name', loopback, 'localhost:4848', null],
    ['the loopback by name in capitals', loopback, 'LOCALHOST:4848', null],
    ['the loopback in IPv6', loopback, '[::1]:4848', null],
    ['another port', loopback, '127.0.0.1:4849', 'UNKNOWN_HOST'],
    ['no port', loopback, '127.0.0.1', 'UNKNOWN_HOST'],
    ['a rebinding name', loopback, 'evil.example:4848', 'UNKNOWN_HOST'],
    ['a name that only begins like ours', loopback, 'localhost.evil.example:4848', 'UNKNOWN_HOST'],
    ['a LAN address, while listening on the loopback', loopback, '192.168.1.5:4848', 'UNKNOWN_HOST'],
    ['no host at all', loopback, undefined, 'UNKNOWN_HOST'],
    ['a LAN address, while listening everywhere', everywhere, '192.168.1.5:4848', null],
    ['a LAN address in IPv6, while listening everywhere', everywhere, '[fd00::5]:4848', null],
    ['a rebinding name, while listening everywhere', everywhere, 'evil.example:4848', 'UNKNOWN_HOST'],
    ['brackets around a name', everywhere, '[evil.example]:4848', 'UNKNOWN_HOST'],
    ['a LAN address with another port', everywhere, '192.168.1.5:80', 'UNKNOWN_HOST'],
    ['the one address that it listens on', one, '192.168.1.5:4848', null],
    ['the public name', behindProxy, 'marquee.example.org', null],
    ['the loopback behind a proxy', behindProxy, '127.0.0.1:4848', null],
    ['the default port left out', onPort80, 'localhost', null],
  ])('%s', (_story, guard, host, expected) => {
    expect(guard(host === undefined ? {} : { host }, 'http')).toBe(expected);
  });
});

describe('the origin', () => {
  it.each([
    ['our own page', loopback, 'http://127.0.0.1:4848', null],
    ['our own page by name', loopback, 'http://localhost:4848', null],
    ['a foreign page', loopback, 'https://evil.example', 'FOREIGN_ORIGIN'],
    ['a page of another port', loopback, 'http://127.0.0.1:3000', 'FOREIGN_ORIGIN'],
    ['our host over https, which we do not serve', loopback, 'https://127.0.0.1:4848', 'FOREIGN_ORIGIN'],
    ['a sandboxed page', loopback, 'null', 'FOREIGN_ORIGIN'],
    ['our page on the LAN', everywhere, 'http://127.0.0.1:4848', null],
    ['our page behind the proxy', behindProxy, 'https://marquee.example.org', null],
    ['our public name without its s', behindProxy, 'http://marquee.example.org', 'FOREIGN_ORIGIN'],
  ])('%s', (_story, guard, origin, expected) => {
    expect(guard({ host: '127.0.0.1:4848', origin }, 'http')).toBe(expected);
    expect(guard({ host: '127.0.0.1:4848', origin }, 'socket')).toBe(expected);
  });

  it('may be missing from a request, never from a socket', () => {
    expect(loopback({ host: '127.0.0.1:4848' }, 'http')).toBeNull();
    expect(loopback({ host: '127.0.0.1:4848' }, 'socket')).toBe('FOREIGN_ORIGIN');
  });

  it('is a LAN address of ours while listening everywhere', () => {
    const headers = { host: '192.168.1.5:4848', origin: 'http://192.168.1.5:4848' };
    expect(everywhere(headers, 'socket')).toBeNull();
  });
});

describe('what the browser says of the page that asks', () => {
  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, null],
    ['a person who typed the address', { 'sec-fetch-site': 'none' }, null],
    ['a picture wanted by a page of another port', { 'sec-fetch-site': 'same-site' }, 'FOREIGN_ORIGIN'],
    ['a script of a foreign page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'FOREIGN_ORIGIN'],
    ['a link on a foreign page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, null],
  ])('%s', (_story, headers, expected) => {
    expect(loopback({ host: 'localhost:4848', ...headers }, 'http')).toBe(expected);
  });
});
