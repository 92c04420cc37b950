// What each access key has under way, so that revoking it ends that too: a stream of events, a slow answer.
import type { Duplex } from 'node:stream';

export type Callers = {
  /** Returns its own undo. */
  begin: (keyId: string, connection: Duplex) => () => void;
  end: (keyId: string) => void;
};

export const createCallers = (): Callers => {
  const open = new Map<string, Set<Duplex>>();
  return {
    begin: (keyId, connection) => {
      const connections = open.get(keyId) ?? new Set();
      open.set(keyId, connections.add(connection));
      return () => {
        connections.delete(connection);
        if (connections.size === 0 && open.get(keyId) === connections) open.delete(keyId);
      };
    },
    end: (keyId) => {
      for (const connection of open.get(keyId) ?? []) connection.destroy();
      open.delete(keyId);
    },
  };
};
