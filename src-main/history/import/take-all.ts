// Takes all parts of a reading into the history, some in one transaction, and gives everything back at the end.
import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { toError } from '../../lib/to-error.ts';
import type { Head, Part } from '../tautulli/parts.ts';
import type { Reading } from '../tautulli/start-reading.ts';
import { isTelling } from '../tell-plays.ts';
import { giveMore, isOutOfMemory, orWithMore, type Means } from './means.ts';
import { lookAt, takePart, type Found, type Taker } from './take-part.ts';
import { countUsers, prepareNames, writeNames } from './write-names-of.ts';

export type Reader = Taker & {
  means: Means;
  head: Head;
  reading: Reading;
  /** A part that is read, and is compared and taken in now. */
  looked: (part: Part) => void;
  /** In the transaction of the part, perhaps not for good. */
  take: (part: Part, found: Found) => Promise<void>;
  /** When that is safe. */
  taken: (part: Part, found: Found) => void;
  isCancelled: () => boolean;
};

/** The connection is nobody's after this. */
export const endReading = async (connection: DuckDBConnection, reading: Reading): Promise<void> => {
  await reading.close();
  connection.closeSync();
};

/**
 * What changes the same as somebody else at the same time is rolled back, and tried again with nobody beside it. So it is
 * from the beginning where others are told of plays: what they are told has numbers, one after the other. Some rows
 * need more memory than others do; they get it, and nobody else takes some of it meanwhile.
 */
const takeOnce = async (reader: Reader, part: Part): Promise<Found> => {
  const { connection, house, dry, isCancelled } = reader;
  const looked = await orWithMore(connection, () => lookAt(reader, part));
  reader.looked(part);
  const take = (taker: Taker) =>
    takePart(taker, part.path, looked, async (found) => {
      await countUsers(connection);
      if (!dry) await writeNames(connection, house.serverId);
      await reader.take(part, found);
    });
  const alone = async () => {
    await reader.flush();
    return reader.inTurn(() => take({ ...reader, inTurn: (task) => task(), flush: async () => {} }));
  };
  try {
    return !dry && (await reader.inTurn(() => isTelling(connection))) ? await alone() : await take(reader);
  } catch (error) {
    if (dry || isCancelled()) throw error;
    if (isOutOfMemory(toError(error))) await giveMore(connection);
    return alone();
  }
};

/** Each part once; `dry` only counts. Resolves with false when it was cancelled. */
export const takeAll = async (reader: Reader): Promise<boolean> => {
  const { head, reading, connection, inTurn, isCancelled } = reader;
  await inTurn(() => prepareNames(connection, head));
  return reader.means(connection, async () => {
    for (;;) {
      if (isCancelled()) return false;
      const part = await reading.next();
      if (part === null) return true;
      reader.taken(part, await takeOnce(reader, part));
      await rm(part.path, { force: true });
    }
  });
};
