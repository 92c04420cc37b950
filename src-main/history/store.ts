// Stores batches, one transaction each, and keeps in memory what the next batch needs: the open sessions, the last number.
import type { Event, Sample } from '../../src-contract/event.ts';
import type { OpenSession } from './adoption.ts';
import type { Database } from './database.ts';
import { readKnown } from './known.ts';
import { readHighest, type Highest } from './open-sessions.ts';
import { planBatch } from './plan-batch.ts';
import type { Rules } from './rules.ts';
import { writePlan, type KnownServer } from './write-plan.ts';

export type Batch = { events: readonly Event[]; samples: readonly Sample[]; servers: readonly KnownServer[] };

export type Store = {
  /** Resolves with what was new, in the order of its numbers, once it is safely on the disk. */
  store: (database: Database, batch: Batch) => Promise<Event[]>;
  /** Somebody else wrote events, or another database is open: their numbers have to be read again. */
  forget: () => void;
  /** The sessions that have started and not stopped, by id. */
  open: ReadonlyMap<string, OpenSession>;
};

type Options = {
  site: string;
  rules: () => Rules;
  newId: (atMs: number) => string;
  open: Map<string, OpenSession>;
};

export const createStore = ({ site, rules, newId, open }: Options): Store => {
  /** Of the events in this database; to be read again whenever it is not certain. */
  let last: Highest | null = null;
  const store: Store['store'] = async (database, { events, samples, servers }) => {
    const { writer } = database;
    await writer.run('BEGIN');
    try {
      const before = last ?? (await readHighest(writer));
      last = null;
      const known = await readKnown(writer, events, open, before.id, site);
      const plan = planBatch({ events, samples, open, known, site, rules: rules(), newId });
      await writePlan(writer, { plan, samples, servers, site, firstSeq: before.seq + 1 });
      await writer.run('COMMIT');
      last = toHighest(before, plan.events);
      for (const [id, session] of plan.open) {
        if (session) open.set(id, session);
        else open.delete(id);
      }
      return plan.events;
    } catch (error) {
      await writer.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
      throw error;
    }
  };
  const forget = (): void => {
    last = null;
  };
  return { open, store, forget };
};

const toHighest = (before: Highest, events: readonly Event[]): Highest => ({
  seq: before.seq + events.length,
  id: events.reduce((highest, { id }) => (highest === null || id > highest ? id : highest), before.id),
});
