// The first minute: a browser that finds no server yet, the ways to one, and what is said when a way is closed.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startSim } from '../src-sim/start-sim.ts';
import { expectNoBarriers, expectToFit } from './barriers.ts';
import { openBrowserHost } from './browser-host.ts';
import { expectCount, expectText, openSettingsPage, setTicked, soon } from './harness.ts';
import type { Host } from './host.ts';
import { watchPage, type PageWatch } from './page-watch.ts';

let host: Host;
beforeAll(async () => void (host = await openBrowserHost()));
afterAll(() => host.close());

const openFirst = async (width = 1200, theme: 'dark' | 'light' = 'dark', mayLose = false) => {
  const sim = await startSim({ name: 'attic', token: 'first-Token-That-Nobody-May-See', plexTv: {} });
  onTestFinished(() => sim.close());
  const { plexTv } = sim;
  if (plexTv === null) throw new Error('There is no plex.tv');
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-first-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));
  const settings = { MARQUEE_PLEX_TV_URL: plexTv.uri, MARQUEE_DATA_DIR: dataDir, HOME: dataDir };
  let watch: PageWatch | null = null;
  const look = { width, theme, signedIn: true };
  const opened = await host.open(settings, look, (page) => (watch = watchPage(page, mayLose)));
  onTestFinished(async () => {
    const printed = await opened.close();
    const files = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter(
      (file) => file.isFile() && /^(settings\.json|.*\.log)$/.test(file.name),
    );
    const kept = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
    const tokens = [sim.token, plexTv.control.accessToken('attic', 'Ada')];
    for (const text of [printed, ...kept, ...(watch?.traffic() ?? [])]) {
      for (const token of tokens)
        expect(text.replaceAll(/"json":\{"uri":"[^"]*","token":"[^"]*"/g, '')).not.toContain(token);
    }
    expect(watch?.complaints()).toEqual([]);
  });
  const { page, context } = opened;
  const main = page.getByRole('main');
  await expectText(main).toContain('See who is watching your Plex');
  const button = (name: string) => page.getByRole('button', { name });
  return { ...opened, sim, plexTv, dataDir, page, context, main, button };
};

it('signs in at plex.tv by clicks alone, and watches the servers that it owns', async () => {
  const { sim, plexTv, page, context, main, button } = await openFirst(1200, 'dark', true);
  await expectNoBarriers(page);

  // Too late: it says so, and the way back is one click.
  const late = context.waitForEvent('page');
  await button('Sign in with Plex').click();
  await expectText((await late).locator('body')).toContain('Sign in to Marquee');
  await expectText(main).toContain('Waiting for your approval');
  await expectNoBarriers(page);
  await (await late).close();

  // plex.tv limits us, is away, and is there again: it is told, and goes on by itself.
  const limited = plexTv.control.fault({
    path: 'GET /api/v2/pins',
    fault: { kind: 'status', status: 429, retryAfterS: 2 },
  });
  await expect.poll(() => main.innerText(), soon).toContain('plex.tv asks for a pause');
  plexTv.control.clearFault(limited);
  const away = plexTv.control.fault({ path: 'GET /api/v2/pins', fault: { kind: 'drop' } });
  await expect.poll(() => main.innerText(), soon).toContain('plex.tv cannot be reached');
  await expectNoBarriers(page);
  plexTv.control.clearFault(away);
  plexTv.control.expirePin();
  await expect.poll(() => main.innerText(), { timeout: 60_000, interval: 200 }).toContain('expired');

  // Not even begun while plex.tv is away, and then declined.
  const gone = plexTv.control.fault({ path: 'POST /api/v2/pins', fault: { kind: 'drop' } });
  await button('Sign in again').click();
  await expectText(main).toContain('The sign-in could not begin');
  expect(context.pages()).toHaveLength(1);
  plexTv.control.clearFault(gone);
  const asked = context.waitForEvent('page');
  await button('Try again').click();
  const declined = await asked;
  await declined.getByRole('button', { name: 'Deny' }).click();
  await expectText(main).toContain('Waiting for your approval');
  await declined.close();

  // The clock of this machine is wrong by a day: plex.tv's own is used.
  await button('Back').click();
  plexTv.control.setClock(86_400_000);
  const approved = context.waitForEvent('page');
  await button('Sign in with Plex').click();
  const tab = await approved;
  await tab.getByLabel('Ada').check();
  await tab.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => main.innerText(), { timeout: 60_000, interval: 200 }).toContain('Servers of Ada');
  const own = page.getByLabel('attic');
  await expect.poll(() => own.isChecked(), { ...soon, timeout: 60_000 }).toBe(true);
  await expectNoBarriers(page);
  sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  await button('Show who is watching').click();
  await expectCount(page.getByRole('article').filter({ hasText: 'Nosferatu' })).toBe(1);

  // Marquee puts its webhook among those of the account, and takes it out again.
  await openSettingsPage(page, 'Webhooks');
  await page.getByLabel('Take Plex’s webhooks').click();
  await button('Register it at Plex for Ada').click();
  await expectText(main).toContain('It is registered.');
  expect(plexTv.control.webhooks('Ada')).toEqual([await main.locator('code').first().innerText()]);
  await expectNoBarriers(page);
  await button('Take it back from Ada’s Plex').click();
  await expectCount(button('Register it at Plex for Ada')).toBe(1);
  expect(plexTv.control.webhooks('Ada')).toEqual([]);
  await page.keyboard.press('1');

  // The sign-in ends at plex.tv: it is told wherever one looks, and another one heals it.
  plexTv.control.revokeTokens();
  plexTv.control.endAccessTokens();
  sim.control.dropSockets('cut');
  await expectText(page.getByRole('status', { name: 'What is wrong' })).toContain('Recording of attic is paused');
  await page.keyboard.press('5');
  const server = page.getByRole('article', { name: 'attic' });
  await expectText(server).toContain('signed out since');
  await expectText(server).toContain('Plex no longer accepts our sign-in.');
  await expectNoBarriers(page);
  await server.getByRole('button', { name: 'Sign in again' }).click();
  const again = context.waitForEvent('page');
  await page.getByRole('button', { name: /^Sign in with/ }).click();
  await (await again).getByLabel('Ada').check();
  await (await again).getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => main.innerText(), { timeout: 60_000, interval: 200 }).toContain('Servers of Ada');
  await page.keyboard.press('1');
  await expectCount(page.getByRole('article').filter({ hasText: 'Nosferatu' })).toBe(1);
  await expectCount(page.getByRole('status', { name: 'What is wrong' }).getByText('paused')).toBe(0);

  // It can be unticked, which watches it no more.
  await page.keyboard.press('5');
  await button('Add a server').click();
  await button('Choose from the servers of Ada').click();
  // It changes when the core has let go of it.
  await setTicked(own, false);
  await expect.poll(() => page.getByRole('list', { name: 'Servers' }).getByText('attic').count(), soon).toBe(0);

  // Signed out, the token ends at plex.tv too.
  await page.evaluate(() => (location.hash = '#/servers'));
  await expectText(page.getByRole('region', { name: 'Signed in' })).toContain('Plex Pass · signed in');
  // What was unticked stays so.
  expect(await page.getByRole('list', { name: 'Servers' }).getByText('attic').count()).toBe(0);
  await button('Sign Ada out…').click();
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Sign Ada out', exact: true }).click();
  await expectText(main).toContain('Ada is signed out.');
});

it('looks around with a demo, and leaves nothing behind', async () => {
  const { dataDir, page, main, button } = await openFirst(420, 'dark', true);
  const files = async () => (await readdir(dataDir)).filter((name) => !name.endsWith('.wal')).toSorted();
  const before = await files();
  await button('Look around with a demo').focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('article', { name: 'The General, Dmitri' });
  await expectCount(card).toBe(1);
  const strip = page.getByRole('complementary', { name: 'Demo' });
  for (const key of ['2', '3', '4', '5', '6', '1']) {
    await page.keyboard.press(key);
    await expectText(strip).toContain('This is a demo. The server, the people and what they watch are invented.');
  }
  await expectNoBarriers(page);
  await expectToFit(page);
  // It has a past, and can be used like the real thing.
  await page.keyboard.press('2');
  await expectText(main).toMatch(/\d\d\d plays/);
  await page.keyboard.press('1');
  await card.getByRole('button', { name: 'Stop…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop stream' }).click();
  await expectText(page.getByRole('dialog')).toContain('Stopped.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  // It is not for adding servers of one's own.
  await page.keyboard.press('5');
  await button('Add a server').click();
  await expectText(main).toContain('Leave it to sign in');
  await expectCount(button('Sign in with Plex')).toBe(0);

  await strip.getByRole('button', { name: 'Leave the demo' }).click();
  await expectText(main).toContain('See who is watching your Plex');
  await expectCount(strip).toBe(0);
  // The page is loaded anew, and hears no keys meanwhile.
  const lookAtHistory = async () => {
    await page.keyboard.press('2');
    return main.innerText({ timeout: 1000 });
  };
  await expect.poll(lookAtHistory, soon).toContain('Nothing has been watched yet');
  await expect.poll(files, soon).toEqual(before);
});

it('takes an address and a token, and says at which field something is wrong', async () => {
  const { sim, page, main, button } = await openFirst(420, 'light');
  await button('Use an address and token').click();
  const address = page.getByLabel('Address of the server');
  const token = page.getByLabel('Token', { exact: true });
  await expectNoBarriers(page);
  await address.fill('attic');
  await token.fill('x');
  await button('Watch this server').click();
  await expectText(page.getByRole('alert')).toContain('Expected');
  await expect.poll(() => address.getAttribute('aria-invalid'), soon).toBe('true');
  await address.fill('http://127.0.0.1:9');
  await button('Watch this server').click();
  await expectText(page.getByRole('alert')).not.toContain('Expected');
  await expect.poll(() => address.getAttribute('aria-invalid'), soon).toBe('true');
  await address.fill(sim.uri);
  await token.fill('wrong-token');
  await button('Watch this server').click();
  await expect.poll(() => token.getAttribute('aria-invalid'), soon).toBe('true');
  await expectNoBarriers(page);
  await expectToFit(page);
  await token.fill(sim.token);
  await token.press('Enter');
  await expectText(main).toContain('Nobody is watching');
  await expectText(main).toContain('Recently added');
  await expectNoBarriers(page);
  const { sessionKey } = sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  await expectCount(page.getByRole('article').filter({ hasText: 'Nosferatu' })).toBe(1);
  sim.control.stop(sessionKey);

  // It is set up anew, with a certificate of its own: only the one that the owner accepts is spoken to.
  const anew = await startSim({ name: 'loft', token: sim.token, seed: 2, tls: 'self-signed' });
  onTestFinished(() => anew.close());
  await page.keyboard.press('5');
  await button('Add a server').click();
  await button('Use an address and token').click();
  await address.fill(anew.uri.replace('http:', 'https:'));
  await token.fill(anew.token);
  await token.press('Enter');
  await expectText(page.getByRole('alert')).toContain('Nobody vouches for the certificate of 127.0.0.1');
  await expectText(page.getByRole('group', { name: 'Certificate' })).toMatch(/([0-9A-F]{2}:){31}[0-9A-F]{2}/);
  await expectNoBarriers(page);
  expect(anew.control.requests().map(({ url }) => url)).toEqual([]);
  await button('Trust this certificate').click();
  const card = page.getByRole('article', { name: 'loft' });
  await expectText(card).toContain('Trusted by you: certificate');
  await expectText(card).toContain('live');
  await card.getByRole('button', { name: 'Stop trusting' }).click();
  await expectText(card).toContain('not answering');
  await expectCount(card.getByRole('button', { name: 'Trust this certificate' })).toBe(1);
  await expectText(card).not.toContain('Trusted by you');
  await expectNoBarriers(page);
  await card.getByRole('button', { name: 'Trust this certificate' }).click();
  await expectText(card).toContain('live');

  // The one that it was is watched no more, and its history becomes that of the new one.
  await page.getByRole('article', { name: 'attic' }).getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it', exact: true }).click();
  await expectCount(page.getByRole('article', { name: 'attic' })).toBe(0);
  await card.getByRole('button', { name: 'Join an old history…' }).click();
  await expectText(card.getByLabel('loft was before')).toContain('attic, 1 play,');
  await expectNoBarriers(page);
  await expectToFit(page);
  await card.getByRole('button', { name: 'Join for good' }).click();
  await expectText(card).toMatch(/1 play joined/);
});
