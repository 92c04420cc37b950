// What somebody could try who runs code in the page: reach Node, the system, another origin, or a token of Plex.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { openDesktopStage } from './desktop-stage.ts';
import { expectText, soon } from './harness.ts';

const openPage = async () => {
  const stage = await openDesktopStage();
  stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  const marquee = await stage.start();
  const page = await marquee.page();
  await expectText(page.getByRole('article')).toContain('Nosferatu');
  return { ...stage, marquee, page };
};

/** Another program on this machine, which counts who speaks to it. */
const startStranger = async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('access-control-allow-origin', '*').end('hello');
  });
  server.on('upgrade', (_request, socket) => {
    asked += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { uri: `http://127.0.0.1:${port}/`, asked: () => asked };
};

it('has nothing of Node and nothing of Electron in its page', async () => {
  const { page } = await openPage();
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'global', 'Buffer', 'electron', 'ipcRenderer', '__dirname'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(found).toEqual([]);
  // All that the bridge leaves behind is a word that it is there.
  expect(await page.evaluate(() => Reflect.get(globalThis, 'marqueeBridge'))).toBe(true);
});

it('reaches no other origin, in no way', async () => {
  const { page } = await openPage();
  const stranger = await startStranger();
  const outcomes = await page.evaluate(async (uri) => {
    const settle = (run: () => Promise<unknown>) =>
      run().then(
        () => 'reached',
        () => 'refused',
      );
    const loads = (element: HTMLElement & { src: string }) =>
      new Promise((resolve, reject) => {
        element.addEventListener('load', resolve);
        element.addEventListener('error', reject);
        element.src = uri;
        document.body.append(element);
      });
    const opens = () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(uri.replace('http', 'ws'));
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
      });
    return {
      fetch: await settle(() => fetch(uri)),
      opaque: await settle(() => fetch(uri, { mode: 'no-cors' })),
      image: await settle(() => loads(new Image())),
      script: await settle(() => loads(document.createElement('script'))),
      socket: await settle(opens),
      beacon: navigator.sendBeacon(uri, 'x') ? 'sent' : 'refused',
      file: await settle(() => fetch('file:///etc/passwd')),
      own: await settle(() => fetch('app://marquee/index.html')),
      other: await settle(() => fetch('app://elsewhere/index.html')),
    };
  }, stranger.uri);
  expect(outcomes).toMatchObject({
    fetch: 'refused',
    opaque: 'refused',
    image: 'refused',
    script: 'refused',
    socket: 'refused',
    file: 'refused',
    own: 'refused',
    other: 'refused',
  });
  expect(stranger.asked()).toBe(0);
});

it('goes nowhere, opens nothing, and is allowed nothing', async () => {
  const { page, marquee } = await openPage();
  const stranger = await startStranger();
  const before = page.url();
  expect(await page.evaluate((uri) => window.open(uri) === null, stranger.uri)).toBe(true);
  for (const target of [stranger.uri, 'file:///etc/passwd', 'data:text/html,hello', 'app://elsewhere/']) {
    await page.evaluate((uri) => location.assign(uri), target);
    await page.evaluate((uri) => {
      const link = Object.assign(document.createElement('a'), { href: uri, target: '_blank' });
      document.body.append(link);
      link.click();
    }, target);
    await page.evaluate((uri) => {
      const frame = Object.assign(document.createElement('iframe'), { src: uri });
      document.body.append(frame);
    }, target);
  }
  await expectText(page.getByRole('article')).toContain('Nosferatu');
  expect(page.url()).toBe(before);
  expect(stranger.asked()).toBe(0);
  expect(marquee.pages()).toHaveLength(1);

  const permissions = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'] as const;
    const states = await Promise.all(
      names.map(async (name) => {
        // Some names are not in TypeScript's list of those that a page may ask for.
        const query: PermissionDescriptor = JSON.parse(JSON.stringify({ name }));
        return (await navigator.permissions.query(query)).state;
      }),
    );
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return [...states, media];
  });
  expect(new Set(permissions)).toEqual(new Set(['denied']));
});

it('never holds a token or a key', async () => {
  const { page, sim, settings } = await openPage();
  const all = await page.evaluate(async () => {
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage)));
    const client = performance.getEntriesByType('resource').map(({ name }) => name);
    return [document.documentElement.outerHTML, ...stored, document.cookie, ...client].join('\n');
  });
  expect(all).toContain('Nosferatu');
  expect(all).not.toContain(sim.token);
  expect(all).not.toContain(settings['MARQUEE_DATA_DIR'] ?? '-');
});

it('serves only the page and its pictures under its own address', async () => {
  const { page } = await openPage();
  const paths = [
    '../package.json',
    '..%2fpackage.json',
    'assets/..%2f..%2fmain/desktop.js',
    'assets/',
    'index.html%00.js',
    'artwork/none?path=/accounts',
    'artwork/%2e%2e?path=/library/metadata/1/thumb/1',
  ];
  // What a page may load without a word of its policy: a script. Nothing but a real one comes.
  const loaded = await page.evaluate(
    (all) =>
      Promise.all(
        all.map(
          (path) =>
            new Promise<string | null>((resolve) => {
              const script = document.createElement('script');
              script.addEventListener('load', () => resolve(path));
              script.addEventListener('error', () => resolve(null));
              script.src = `app://marquee/${path}`;
              document.body.append(script);
            }),
        ),
      ),
    paths,
  );
  expect(loaded.filter((path) => path !== null)).toEqual([]);
});

it('takes junk over its port, and a port from nobody else, without a word', async () => {
  const { page, sim, marquee } = await openPage();
  await page.evaluate(() => {
    const junk = ['', '{', 'null', '{"i":1}', '{"i":"1","p":{"u":"http://x/"}}', 7, null, { i: 1 }, new Uint8Array(9)];
    const { port1, port2 } = new MessageChannel();
    window.postMessage('marquee:port', location.origin, [port2]);
    for (const one of junk) port1.postMessage(one);
    window.postMessage('marquee:port', location.origin);
    window.postMessage({ 'marquee:port': true }, location.origin, [new MessageChannel().port1]);
  });
  sim.control.start({ item: 'Metropolis', user: 'Celia' });
  await expect.poll(() => page.getByRole('article').count(), soon).toBe(2);
  expect(marquee.output()).not.toContain('A bug in Marquee');
});
