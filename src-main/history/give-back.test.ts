// Memory is given back while somebody looks and once more afterwards, and DuckDB keeps the limit that it had.
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { createFakeClock } from '../lib/fake-clock.ts';
import { silentLog } from '../lib/log.ts';
import { createTurns } from '../lib/turns.ts';
import { readTexts } from './answers.ts';
import { createGiveBack } from './give-back.ts';

test('every two seconds while questions are asked, tidied up twice after the last, and under the limit of an import', async () => {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '160MB' });
  const connection = await instance.connect();
  /** In MiB; DuckDB says it to a tenth. */
  const limit = async () =>
    parseFloat((await readTexts(connection, `SELECT current_setting('memory_limit')`))[0] ?? '');
  const usual = await limit();
  expect(usual).toBeCloseTo(152.5, 0);
  const clock = createFakeClock(1_700_000_000_000);
  let given: Promise<unknown>[] = [];
  let collections = 0;
  const inTurn = createTurns();
  const memory = createGiveBack({
    connection: () => connection,
    inTurn: (task) => {
      const done = inTurn(task);
      given.push(done);
      return done;
    },
    clock,
    log: silentLog,
    collect: () => {
      collections += 1;
    },
  });
  const givenIn = async (ms: number): Promise<number> => {
    given = [];
    clock.advance(ms);
    await Promise.all(given);
    return given.length;
  };
  const ask = memory.after(inTurn);

  expect(await givenIn(3_600_000)).toBe(0);
  const asked = [];
  for (let n = 0; n < 100; n += 1) {
    await ask(async () => 1);
    asked.push(await givenIn(100));
  }
  expect(asked.reduce((sum, one) => sum + one, 0)).toBe(6);
  expect(collections).toBe(0);
  expect(await givenIn(2000)).toBe(0);
  expect(await givenIn(1000)).toBe(0);
  expect(collections).toBe(1);
  expect(await givenIn(500)).toBe(1);
  expect(collections).toBe(2);
  expect(await givenIn(3_600_000)).toBe(0);
  expect(Math.abs((await limit()) - usual)).toBeLessThan(0.15);

  await connection.run(`SET memory_limit = '224MB'`);
  const importing = await limit();
  for (let n = 0; n < 5; n += 1) {
    await ask(async () => 1);
    expect(await givenIn(2000)).toBe(1);
  }
  expect(Math.abs((await limit()) - importing)).toBeLessThan(0.15);

  await ask(async () => 1);
  await memory.close();
  expect(await givenIn(3_600_000)).toBe(0);
  connection.closeSync();
  instance.closeSync();
});
