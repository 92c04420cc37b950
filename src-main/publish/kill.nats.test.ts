// Our own process killed at any moment, the broker as well: the stream holds every stored fact, once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readTexts } from '../history/answers.ts';
import { openDatabase } from '../history/database.ts';
import { databasePathIn } from '../history/files.ts';
import { makeDataDir } from '../history/testing/temp-history.ts';
import { readStream } from './testing/start-publisher.ts';
import { closeAfterEach, closeAfterwards, useServer } from './testing/use-servers.ts';

closeAfterEach();

const script = fileURLToPath(new URL('testing/publishing-process.ts', import.meta.url));

test('kill -9 of Marquee between telling and remembering, and of the broker', { timeout: 120_000 }, async () => {
  const place = makeDataDir();
  closeAfterwards(() => Promise.resolve(place.remove()));
  const server = await useServer();
  await server.start();
  const start = (mode: 'endless' | 'rest') => {
    const child = spawn(process.execPath, [script, place.dataDir, server.url, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(place.dataDir, 'compile-cache') },
    });
    return { child, gone: once(child, 'close') };
  };
  const rounds = 8;
  for (let round = 0; round < rounds; round += 1) {
    const { child, gone } = start('endless');
    // Its first word says that it has told what the one before it may have told, too.
    for (let words = 0; words < 3 + round; words += 1) await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, (round * 37) % 50));
    if (round % 3 === 1) await server.kill();
    child.kill('SIGKILL');
    await gone;
    if (round % 3 === 1) await server.start();
  }
  const [code] = await start('rest').gone;
  expect(code).toBe(0);

  const database = await openDatabase(databasePathIn(place.dataDir));
  const stored = await readTexts(database.reader, 'SELECT id FROM event ORDER BY seq');
  database.close();
  const told = await readStream(server);
  expect(stored.length).toBeGreaterThan(rounds * 60);
  expect(told).toHaveLength(stored.length);
  expect(told).toEqual(stored);
});
