// What a Marquee does with its owner's data beside its own process: questions in SQL, and a Tautulli's file brought over.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { soon } from './harness.ts';
import { writeTautulliFile } from './tautulli-file.ts';

type Marquee = {
  dataDir: string;
  /** Its access key. */
  key: string;
  /** The Plex server whose plays the Tautulli holds. */
  serverId: string;
};

const runningSchema = z.object({ url: z.url() });
const runSchema = z.object({ importId: z.string(), state: z.string(), failure: z.string().nullable() });

const rows = 40;

/** A SQL console and an importer that work, whatever Marquee is packed into; the console lets nobody out of the history. */
export const expectOwnData = async ({ dataDir, key, serverId }: Marquee): Promise<void> => {
  const { url } = runningSchema.parse(JSON.parse(await readFile(join(dataDir, 'running.json'), 'utf8')));
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const sql = (question: string) => ask('sql', { sql: question });

  const path = join(dataDir, 'tautulli.db');
  writeTautulliFile({ path, serverId, rows, fromS: 1_600_000_000 });
  const started = runSchema.parse(await ask('imports', { source: { kind: 'file', path }, serverId }));
  const readRun = async () => runSchema.parse(await ask(`imports/${started.importId}`));
  await expect.poll(readRun, { ...soon, timeout: 60_000 }).toMatchObject({ state: 'finished', failure: null });

  // The last row of the file never ended.
  const count = `SELECT count(*) AS n FROM plays WHERE origin = 'tautulli'`;
  expect(await sql(count)).toMatchObject({ kind: 'rows', rows: [[rows - 1]] });
  for (const escape of [
    `SELECT * FROM read_text('${path}')`,
    `COPY plays TO '${dataDir}/out.csv'`,
    'DROP VIEW plays',
  ]) {
    expect(await sql(escape)).toMatchObject({ kind: 'failed', why: expect.stringMatching(/^(sql|not-a-question)$/) });
  }
  expect(await sql(count)).toMatchObject({ kind: 'rows' });
};
