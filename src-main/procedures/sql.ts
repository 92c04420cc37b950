// The SQL console: what can be asked, a question, and a new copy to ask.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { SqlAnswer, SqlCopy, SqlView } from '../../src-contract/sql.ts';
import type { Log } from '../lib/log.ts';
import { orUnavailable } from './or-unavailable.ts';

export type SqlRoom = {
  views: () => SqlView[];
  run: (sql: string, zone: string, signal?: AbortSignal) => Promise<SqlAnswer>;
  renew: () => Promise<SqlCopy>;
};

const os = implement(contract.sql);

export const sqlBranch = (room: SqlRoom, log: Log) => ({
  views: os.views.handler(() => room.views()),
  run: os.run.handler(({ input, signal, errors }) =>
    orUnavailable(log, () => room.run(input.sql, input.zone, signal), errors.HISTORY_UNAVAILABLE),
  ),
  renew: os.renew.handler(({ errors }) => orUnavailable(log, room.renew, errors.HISTORY_UNAVAILABLE)),
});
