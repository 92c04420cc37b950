import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { createTurns, type Turns } from '../../lib/turns.ts';
import { openDatabase } from '../database.ts';
import { databasePathIn } from '../files.ts';
import { defaultSettings } from '../../../src-contract/settings.ts';
import { toRules } from '../rules.ts';
import { started, stopped, toSession } from '../testing/facts.ts';
import { makeTautulli } from '../testing/make-tautulli.ts';
import { countingId, createStillClock, makeDataDir, openTestHistory } from '../testing/temp-history.ts';
import { openImports } from './imports.ts';

test('a play that somebody changes while a part is on its way is taken in nevertheless, once', async () => {
  const place = makeDataDir();
  const startS = 1_600_000_000;
  const history = await openTestHistory(place.dataDir);
  const session = toSession({ id: 'mine', startedAtMs: startS * 1000 });
  history.record([started(session), stopped(session, (startS + 3600) * 1000, 3_600_000)]);
  await history.flush();
  await history.close();
  const rows = [0, 1, 2].map((n) => ({ id: n + 1, started: startS + n * 9000, stopped: startS + n * 9000 + 3600 }));
  const tautulli = makeTautulli(join(place.dataDir, 'tautulli.db'), rows);
  const database = await openDatabase(databasePathIn(place.dataDir));
  const turns = createTurns();
  let changes = 0;
  /** Before each turn somebody else has had one, in which he wrote what the import writes too. */
  const inTurn: Turns = (task) => {
    void turns(async () => {
      changes += 1;
      await database.writer.run("UPDATE play SET source_id = 'else' WHERE id = 'mine'");
      await database.writer.run("UPDATE play SET source_id = NULL WHERE id = 'mine'");
    });
    return turns(task);
  };
  const imports = await openImports({
    database: () => database,
    inTurn,
    flush: async () => {},
    dataDir: place.dataDir,
    site: 'here',
    rules: () => toRules(defaultSettings.history),
    onTold: () => {},
    onPast: () => {},
    openPlays: () => [],
    clock: createStillClock(),
    newId: countingId,
    log: silentLog,
  });
  const begun = await imports.start({ source: { kind: 'file', path: tautulli.path } });
  if (begun.kind !== 'run') throw new Error(begun.kind);
  const run = await imports.ended(begun.run.importId);
  expect(run).toMatchObject({ state: 'finished', failure: null, counts: { rows: 3, added: 2, matched: 1 } });
  expect(changes).toBeGreaterThan(5);
  const read = await database.reader.runAndReadAll(
    'SELECT (SELECT count(*) FROM play)::INTEGER AS plays, (SELECT sum(plays) FROM play_quarter)::INTEGER AS summed, (SELECT count(*) FROM import_row)::INTEGER AS noted',
  );
  expect(read.getRowObjectsJS()).toEqual([{ plays: 3, summed: 3, noted: 3 }]);
  await imports.close();
  database.close();
  tautulli.close();
  place.remove();
});
