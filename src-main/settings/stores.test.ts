import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSecretStore, type Seal } from './secret-store.ts';
import { openSettingsFile, setAsideBrokenSettings } from './settings-file.ts';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const anAccount = {
  id: '7300001',
  name: 'Ada',
  thumb: null,
  plexPass: true,
  signedInAtMs: 1,
  tokenKind: 'device-key' as const,
  token: 'a.b.c',
  issuedAtMs: 1,
  expiresAtMs: 2,
  key: { kid: 'k', x: 'x', d: 'd' },
  refreshToken: null,
};

describe('the secrets', () => {
  const open = () => {
    const warnings: string[] = [];
    const path = join(dir, 'secrets.json');
    return {
      store: openSecretStore({ path, nowMs: 0, onWarning: (text) => void warnings.push(text) }),
      warnings,
      path,
    };
  };

  test('are made once and found again', () => {
    const first = open();
    const made = [first.store.accessKey(), first.store.clientId()];
    first.store.keepToken('server-1', 'token-1');
    first.store.browsers.write([{ hash: 'h', sinceMs: 1 }]);
    first.store.accounts.write([anAccount]);
    const again = open();
    expect([again.store.accessKey(), again.store.clientId()]).toEqual(made);
    expect(again.store.token('server-1')).toBe('token-1');
    expect(again.store.token('server-2')).toBeNull();
    expect(again.store.browsers.read()).toEqual([{ hash: 'h', sinceMs: 1 }]);
    expect(again.store.accounts.read()).toEqual([anAccount]);
    expect(again.warnings).toEqual([]);
    expect(made[0]).toMatch(/^[\w-]{43}$/);
  });

  test.skipIf(process.platform === 'win32')(
    'are readable by their owner alone, and wide permissions are repaired',
    () => {
      const { store, path } = open();
      store.accessKey();
      expect(statSync(path).mode & 0o777).toBe(0o600);
      chmodSync(path, 0o644);
      const { warnings } = open();
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('could be read by other users');
    },
  );

  test.each(['', 'junk', '[]', '{"tokens":7}', '{"accessKey":"short"}'])('as %j are set aside and said', (text) => {
    writeFileSync(join(dir, 'secrets.json'), text, { mode: 0o600 });
    const { store, warnings } = open();
    expect(store.accessKey()).toHaveLength(43);
    expect(warnings[0]).toContain('secrets.broken-19700101T000000Z.json');
    expect(readFileSync(join(dir, 'secrets.broken-19700101T000000Z.json'), 'utf8')).toBe(text);
  });

  describe('with a keychain', () => {
    /** Turned around, so that nothing sealed can be read by chance. */
    const turn = (text: string) => Array.from(text).toReversed().join('');
    const seal: Seal = {
      seal: (text) => `sealed ${turn(text)}`,
      unseal: (sealed) => {
        if (!sealed.startsWith('sealed ')) throw new Error('Another keychain sealed this');
        return turn(sealed.slice('sealed '.length));
      },
    };
    const openWith = (keychain: Seal | null) => {
      const warnings: string[] = [];
      const path = join(dir, 'secrets.json');
      const onWarning = (text: string) => void warnings.push(text);
      return { store: openSecretStore({ path, nowMs: 0, onWarning, seal: keychain }), warnings };
    };

    test('are sealed, and found again', () => {
      const { store } = openWith(seal);
      const key = store.accessKey();
      store.keepToken('server-1', 'token-1');
      expect(readdirSync(dir)).toEqual(['secrets.sealed']);
      expect(readFileSync(join(dir, 'secrets.sealed'), 'utf8')).not.toContain('token-1');
      const again = openWith(seal);
      expect([again.store.accessKey(), again.store.token('server-1')]).toEqual([key, 'token-1']);
      expect(again.warnings).toEqual([]);
    });

    test('are taken over from the file of before, which goes away', () => {
      const { store } = openWith(null);
      const key = store.accessKey();
      store.keepToken('server-1', 'token-1');
      const { store: sealed } = openWith(seal);
      expect([sealed.accessKey(), sealed.token('server-1')]).toEqual([key, 'token-1']);
      expect(readdirSync(dir)).toEqual(['secrets.sealed']);
    });

    test('that was away: who we are is as before, and what came meanwhile is kept', () => {
      const { store: before } = openWith(seal);
      const known = [before.accessKey(), before.clientId()];
      before.keepToken('server-1', 'old');
      const { store: meanwhile, warnings } = openWith(null);
      expect(warnings[0]).toContain('secrets.sealed can only be read with this system’s keychain');
      expect(meanwhile.token('server-1')).toBeNull();
      expect(meanwhile.accessKey()).not.toBe(known[0]);
      meanwhile.keepToken('server-1', 'new');
      meanwhile.keepToken('server-2', 'token-2');
      const { store: after } = openWith(seal);
      expect([after.accessKey(), after.clientId()]).toEqual(known);
      expect([after.token('server-1'), after.token('server-2')]).toEqual(['new', 'token-2']);
      expect(readdirSync(dir)).toEqual(['secrets.sealed']);
    });

    test('that another keychain sealed are set aside and said', () => {
      writeFileSync(join(dir, 'secrets.sealed'), 'of another machine', { mode: 0o600 });
      const { store, warnings } = openWith(seal);
      expect(store.accessKey()).toHaveLength(43);
      expect(warnings[0]).toContain('secrets.broken-19700101T000000Z.sealed');
    });
  });

  test('that a newer Marquee added are kept', () => {
    writeFileSync(join(dir, 'secrets.json'), '{"deviceKey":"later"}', { mode: 0o600 });
    const { store, path } = open();
    store.accessKey();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('deviceKey', 'later');
  });
});

describe('the settings file', () => {
  const open = () => openSettingsFile(new Conf({ cwd: dir, configName: 'settings' }));

  test('remembers a server once by its id, and follows it to a new address', () => {
    const file = open();
    file.rememberServer({ id: 'a', name: 'attic', uri: 'http://a' });
    file.rememberServer({ id: 'b', name: 'nas', uri: 'http://b' });
    file.rememberServer({ id: 'a', name: 'loft', uri: 'http://a2' });
    expect(open().servers()).toEqual([
      { id: 'b', name: 'nas', uri: 'http://b' },
      { id: 'a', name: 'loft', uri: 'http://a2' },
    ]);
  });

  test('forgets a server whose address now belongs to another one', () => {
    const file = open();
    file.rememberServer({ id: 'a', name: 'attic', uri: 'http://a' });
    file.rememberServer({ id: 'b', name: 'new attic', uri: 'http://a' });
    expect(open().servers()).toEqual([{ id: 'b', name: 'new attic', uri: 'http://a' }]);
  });

  test('keeps what it does not know', () => {
    const known = { id: 'a', name: 'attic', uri: 'http://a', later: 1 };
    writeFileSync(join(dir, 'settings.json'), JSON.stringify({ port: 1, later: { x: true }, servers: [known] }));
    const file = open();
    file.rememberServer({ id: 'a', name: 'loft', uri: 'http://a2' });
    expect(open().values()).toEqual({ port: 1, later: { x: true } });
    expect(open().servers()).toEqual([{ id: 'a', name: 'loft', uri: 'http://a2', later: 1 }]);
  });

  test.each(['', '{', '7', '{"servers":[{"id":1}]}', '{"servers":[{"id":"a","name":"attic","uri":"nas:32400"}]}'])(
    'reading %j is set aside, and an empty one takes its place',
    (text) => {
      const path = join(dir, 'settings.json');
      writeFileSync(path, text);
      const aside = setAsideBrokenSettings(path, 0);
      expect(aside).toBe(join(dir, 'settings.broken-19700101T000000Z.json'));
      expect(open().values()).toEqual({});
      expect(readdirSync(dir)).toContain('settings.broken-19700101T000000Z.json');
    },
  );

  test('that is well, or not there, stays where it is', () => {
    const path = join(dir, 'settings.json');
    expect(setAsideBrokenSettings(path, 0)).toBeNull();
    writeFileSync(path, '{"port":1}');
    expect(setAsideBrokenSettings(path, 0)).toBeNull();
    expect(readdirSync(dir)).toEqual(['settings.json']);
  });
});
