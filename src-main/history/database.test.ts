// A question that is asked while the very first play is stored gets nothing or the play, and never anything else.
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { databasePathIn } from './files.ts';
import { minuteMs, toSession, viewing } from './testing/facts.ts';
import { makeDataDir, openTestHistory } from './testing/temp-history.ts';

test(
  'asked without a break while the first plays come, in one new history after another',
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < 30; round += 1) {
      const place = makeDataDir();
      const history = await openTestHistory(place.dataDir);
      let total = 0;
      const ask = async () => {
        while (total < 3) {
          const page = await history.plays({ start: 0, length: 1000, includeShort: true });
          expect(page.items.filter(({ item }) => item.title !== 'A Trip to the Moon')).toEqual([]);
          total = page.total;
        }
      };
      const record = async () => {
        for (let number = 0; number < 3; number += 1) {
          history.record(viewing(toSession({ id: `play-${number}`, startedAtMs: number * minuteMs }), 5 * minuteMs, 1));
          await history.flush();
        }
      };
      await Promise.all([ask(), record()]);
      await history.close();
      place.remove();
    }
  },
);

test('the optimizer that mistakes such rows is off', async () => {
  const place = makeDataDir();
  const database = await openDatabase(databasePathIn(place.dataDir));
  const read = await database.reader.runAndReadAll(`SELECT current_setting('disabled_optimizers')`);
  expect(read.getRowsJS()).toEqual([['compressed_materialization']]);
  database.close();
  place.remove();
});
