// The desktop's answers, and its refusals: no desktop at all, a link that leads nowhere, a disk that keeps nothing.
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { Marquees } from '../../src-contract/desktop.ts';
import { AttachError } from '../attach/attach-error.ts';
import { silentLog } from '../lib/log.ts';
import { desktopBranch, type DesktopRoom, type MarqueesRoom } from './desktop.ts';

const link = 'http://nas.local:4848/#code=abc';
const list = (): Marquees => ({ own: true, shown: null, attached: [] });
const broken = () => {
  throw new Error('the disk');
};
const refuse = () => Promise.reject(new Error('the disk'));

const open = (marquees: Partial<MarqueesRoom>, desktop: Partial<DesktopRoom> = {}) =>
  createRouterClient(
    desktopBranch(
      {
        get: () => ({ startsAtLogin: true, keyring: { ok: true, why: null } }),
        startAtLogin: () => {},
        chooseDatabase: async () => '/srv/tautulli.db',
        marquees: { list, attach: refuse, detach: async () => null, show: () => false, ...marquees },
        ...desktop,
      },
      silentLog,
    ),
  );

it('without a desktop there is nothing to see, and nothing to change', async () => {
  const client = createRouterClient(desktopBranch(null, silentLog));
  expect(await client.get()).toBeNull();
  expect(await client.marquees()).toBeNull();
  const code = 'NO_DESKTOP';
  await expect(client.startAtLogin({ on: true })).rejects.toMatchObject({ code });
  await expect(client.chooseDatabase()).rejects.toMatchObject({ code });
  await expect(client.attach({ link })).rejects.toMatchObject({ code });
  await expect(client.detach({ marqueeId: 'nas' })).rejects.toMatchObject({ code });
  await expect(client.show({ marqueeId: 'nas' })).rejects.toMatchObject({ code });
});

it('on a desktop what was chosen is answered', async () => {
  const client = open({ show: () => true, detach: async () => ({ keyRevoked: true }) });
  expect(await client.startAtLogin({ on: true })).toMatchObject({ startsAtLogin: true });
  expect(await client.chooseDatabase()).toEqual({ path: '/srv/tautulli.db' });
  expect(await client.show({ marqueeId: null })).toEqual(list());
  expect(await client.detach({ marqueeId: 'nas' })).toEqual({ keyRevoked: true });
});

describe('what a desktop refuses', () => {
  it('a start with the login that the system does not allow', async () => {
    const client = open({}, { startAtLogin: broken });
    await expect(client.startAtLogin({ on: true })).rejects.toMatchObject({ code: 'SETTINGS_NOT_KEPT' });
  });

  it('a link that leads to no Marquee, in the words of why', async () => {
    const client = open({ attach: () => Promise.reject(new AttachError('unreachable', 'Nobody answers there.')) });
    await expect(client.attach({ link })).rejects.toMatchObject({
      code: 'CANNOT_ATTACH',
      message: 'Nobody answers there.',
      data: { why: 'unreachable' },
    });
  });

  it('an attachment, or its end, that the disk does not keep', async () => {
    const code = 'SETTINGS_NOT_KEPT';
    await expect(open({}).attach({ link })).rejects.toMatchObject({ code });
    await expect(open({ detach: refuse }).detach({ marqueeId: 'nas' })).rejects.toMatchObject({ code });
  });

  it('a Marquee that is not attached', async () => {
    const code = 'UNKNOWN_MARQUEE';
    await expect(open({}).detach({ marqueeId: 'nas' })).rejects.toMatchObject({ code });
    await expect(open({}).show({ marqueeId: 'nas' })).rejects.toMatchObject({ code });
  });
});
