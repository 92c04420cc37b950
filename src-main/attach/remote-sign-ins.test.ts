// What a Marquee elsewhere may have the system's browser open: the page of a sign-in that is under way, and no file or program.
import { expect, it } from 'vitest';
import type { SignInState } from '../../src-contract/auth.ts';
import { silentLog } from '../lib/log.ts';
import { createRemoteSignIns } from './remote-sign-ins.ts';

const endless: AsyncGenerator<SignInState> = (async function* () {
  yield* [];
  await new Promise(() => {});
})();

it.each([
  ['https://app.plex.tv/auth#?code=1', true],
  ['http://sso.home:9000/authorize?state=1', true],
  ['file:///home/ada/Downloads/program', false],
  ['smb://elsewhere/share/program.exe', false],
  ['javascript:alert(1)', false],
])('a sign-in begun there at %s opens: %s', (authorization_url, opens) => {
  const signIns = createRemoteSignIns(silentLog);
  expect(signIns.isPage(authorization_url)).toBe(false);
  const started = { authorization_url, state: 's', expires_at: '2026-11-23T20:10:00.000Z' };
  signIns.begun({ signIn: { watch: async () => endless } }, started);
  expect(signIns.isPage(authorization_url)).toBe(opens);
});
