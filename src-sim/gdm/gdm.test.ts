import { createSocket } from 'node:dgram';
import { afterEach, expect, test } from 'vitest';
import { startGdm, type Gdm } from './start-gdm.ts';

const attic = { uri: 'http://127.0.0.1:32400', name: 'attic', machineIdentifier: 'a'.repeat(40), tls: null };
const cellar = { ...attic, uri: 'http://127.0.0.1:32401', name: 'cellar', tls: { hash: 'cafe' } };

const open: Gdm[] = [];
const start = async (): Promise<Gdm> => {
  const gdm = await startGdm({ servers: [attic, cellar] });
  open.push(gdm);
  return gdm;
};
afterEach(async () => {
  for (const gdm of open.splice(0)) await gdm.close();
});

/** Sends it and collects so many answers. */
async function search(gdm: Gdm, text: string, answers: number): Promise<string[]> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(data.toString()));
  await new Promise((sent) => socket.send(text, gdm.port, gdm.host, sent));
  await expect.poll(() => heard.length).toBe(answers);
  socket.close();
  return heard;
}

test('each server answers for itself, as python-plexapi reads it', async () => {
  const heard = await search(await start(), 'M-SEARCH * HTTP/1.0', 2);
  const read = heard.map((text) => {
    const [status = '', ...lines] = text.split('\r\n');
    // It takes only lines with exactly one colon.
    const pairs = lines.filter(Boolean).map((line) => line.split(':').map((part) => part.trim()));
    return { status, lengths: pairs.map((pair) => pair.length), ...Object.fromEntries(pairs) };
  });
  expect(read).toMatchObject([
    { status: 'HTTP/1.0 200 OK', 'Content-Type': 'plex/media-server', Name: 'attic', Port: '32400' },
    { Name: 'cellar', Port: '32401', Host: 'cafe.plex.direct', 'Resource-Identifier': 'a'.repeat(40) },
  ]);
  expect(read.flatMap(({ lengths }) => lengths).every((length) => length === 2)).toBe(true);
});

test('it can say nonsense, or nothing, and hears only what is a search', async () => {
  const gdm = await start();
  gdm.say('nonsense');
  expect(await search(gdm, 'M-SEARCH * HTTP/1.1\r\n\r\n', 1)).toEqual(['nonsense']);
  gdm.say(null);
  await search(gdm, 'HELLO', 0);
  await search(gdm, 'M-SEARCH * HTTP/1.0', 0);
  await expect.poll(() => gdm.asked()).toBe(2);
  gdm.say();
  gdm.setServers([cellar]);
  expect((await search(gdm, 'M-SEARCH * HTTP/1.0', 1))[0]).toContain('Name: cellar');
});
