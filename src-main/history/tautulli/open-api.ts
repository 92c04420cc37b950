// Reads a running Tautulli through its API: whose it is, and its history in pages, the oldest first.
import { z } from 'zod';
import { readAtMost } from '../../lib/read-at-most.ts';
import { toError } from '../../lib/to-error.ts';
import { ImportError } from './import-error.ts';
import type { TautulliUser } from './open-file.ts';
import type { TautulliSource } from './read-parts.ts';
import { columnsTold } from './columns.ts';
import { toLine, type Piece } from './lines.ts';
import type { WatchedRule } from './parts.ts';
import { toRow } from './row.ts';

const loose = z.record(z.string(), z.unknown());
const envelope = z.object({
  response: z.object({ result: z.string(), message: z.string().nullish(), data: z.unknown() }),
});
const historySchema = z.object({
  recordsFiltered: z.coerce.number(),
  recordsTotal: z.coerce.number(),
  data: z.array(loose),
});

/** Tautulli builds a page in Python: small pages answer soon, large ones are fewer. */
const pageRows = 1000;
const timeoutMs = 120_000;
/** A page has some megabytes; whatever answers with more is something else. */
const mostBytes = 64 * 1024 * 1024;
const newerRows = 100;
const mostStreams = 300;
/** Under these names the API tells something else than the file. */
const hidden = new Set(['duration', 'state']);

export type AskTautulli = (command: string, values?: Record<string, string>) => Promise<unknown>;

const describeStatus = (status: number, message: string | null): string => {
  if (message !== null && /apikey/i.test(message))
    return 'Tautulli does not know this API key. It stands in Tautulli under Settings, Web Interface.';
  if (status === 404)
    return 'There is no Tautulli at this address. When it has an HTTP root, the address needs it too.';
  if (status === 401 || status === 403) return `Something before Tautulli refuses us (${status}).`;
  return `Tautulli answered ${status}${message === null ? '' : `: ${message}`}`;
};

export const createAskTautulli =
  (url: string, key: string): AskTautulli =>
  async (command, values = {}) => {
    const address = new URL(`${url.replace(/\/+$/, '')}/api/v2`);
    address.search = new URLSearchParams({ apikey: key, cmd: command, out_type: 'json', ...values }).toString();
    let status = 0;
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
      status = answer.status;
      const bytes = answer.body && (await readAtMost(answer.body, mostBytes));
      const body = envelope.safeParse(JSON.parse(bytes?.toString() ?? 'null'));
      if (!body.success) throw new ImportError('What answers at this address is not a Tautulli.');
      const { result, message = null, data } = body.data.response;
      if (status !== 200 || result !== 'success') throw new ImportError(describeStatus(status, message));
      return data;
    } catch (thrown) {
      if (thrown instanceof ImportError) throw thrown;
      if (thrown instanceof SyntaxError)
        throw new ImportError(
          status === 200 ? 'What answers at this address is not a Tautulli.' : describeStatus(status, null),
          thrown,
        );
      // The address in the message of `fetch` would hold the key.
      const { message, cause, name } = toError(thrown);
      const why =
        name === 'TimeoutError'
          ? `it did not answer within ${timeoutMs / 1000} s`
          : cause === undefined
            ? message
            : toError(cause).message;
      throw new ImportError(`Tautulli at ${url} cannot be reached: ${why.replaceAll(key, '…')}`, thrown);
    }
  };

const toUsers = (data: unknown): TautulliUser[] =>
  z
    .array(loose)
    .catch([])
    .parse(data)
    .map((raw) => {
      const row = toRow((name) => raw[name]);
      return {
        id: row.text('user_id') ?? '0',
        name: row.text('username') ?? '',
        friendlyName: row.text('friendly_name'),
        thumb: row.text('thumb'),
        isAdmin: row.number('is_admin') === 1,
      };
    });

/** What Tautulli says of itself. */
export const readHouse = async (ask: AskTautulli) => {
  const info = loose.parse(await ask('get_tautulli_info'));
  const server = loose.catch({}).parse(await ask('get_server_info'));
  const row = toRow((name) => info[name] ?? server[name]);
  return {
    version: row.text('tautulli_version'),
    serverId: row.text('pms_identifier'),
    serverName: row.text('pms_name'),
  };
};

const order = { grouping: '0', include_activity: '0', order_column: 'date', order_dir: 'asc' };

export const readHistoryPage = async (
  ask: AskTautulli,
  start: number,
  length: number,
  extra: Record<string, string> = {},
) => {
  const page = historySchema.safeParse(
    await ask('get_history', { ...order, start: String(start), length: String(length), ...extra }),
  );
  if (!page.success) throw new ImportError('Tautulli’s answer to get_history is of another shape than expected.');
  return page.data;
};

type Raw = Record<string, unknown>;

const numberOf = (raw: Raw): number => toRow((name) => raw[name]).number('row_id') ?? 0;

/** The API calls the play's own length `duration`, and says nothing of the item's. */
const toCells = (raw: Raw): unknown[] =>
  columnsTold.map((name) => {
    if (name === 'id') return raw['row_id'] ?? null;
    return hidden.has(name) ? null : (raw[name] ?? null);
  });

const toPiece = (rows: readonly Raw[]): Piece | null =>
  rows.length === 0
    ? null
    : {
        lines: Buffer.from(rows.map((raw) => toLine(toCells(raw))).join('\n'), 'utf8'),
        rows: rows.length,
        lastRowId: rows.reduce((most, raw) => Math.max(most, numberOf(raw)), 0),
      };

/** What was recorded since: the newest come first, until a page brings nothing new. Few, so each is asked for its streams. */
const readNewer = async (ask: AskTautulli, after: number): Promise<Raw[]> => {
  const found = new Map<number, Raw>();
  for (let start = 0; ; start += newerRows) {
    const { data } = await readHistoryPage(ask, start, newerRows, { order_dir: 'desc' });
    const fresh = data.filter((raw) => numberOf(raw) > after);
    for (const raw of fresh) found.set(numberOf(raw), raw);
    if (fresh.length === 0 || data.length < newerRows) break;
  }
  const rows: Raw[] = [];
  for (const [index, raw] of [...found.values()].toReversed().entries()) {
    const told =
      index < mostStreams ? await ask('get_stream_data', { row_id: String(raw['row_id']) }).catch(() => null) : null;
    const known = Object.fromEntries(Object.entries(raw).filter(([, cell]) => cell !== null));
    rows.push({ ...loose.catch({}).parse(told), ...known });
  }
  return rows.toSorted((one, other) => numberOf(one) - numberOf(other));
};

type Options = { url: string; key: string; after: number; fromMs: number | null; rule: WatchedRule };

/** Tautulli goes by days of its own zone; an older one takes no notice, and tells everything again. */
const toFilter = (fromMs: number | null): Record<string, string> =>
  fromMs === null ? {} : { after: new Date(Math.max(0, fromMs - 2 * 86_400_000)).toISOString().slice(0, 10) };

/** Its rows in the order of their start; each has its number, so that one that comes twice is known again. */
export const openTautulliApi = async ({ url, key, after, fromMs, rule }: Options): Promise<TautulliSource> => {
  const ask = createAskTautulli(url, key);
  const house = await readHouse(ask);
  const users = toUsers(await ask('get_users'));
  const libraries = z
    .array(loose)
    .catch([])
    .parse(await ask('get_libraries').catch(() => []));
  const filter = toFilter(fromMs);
  const first = await readHistoryPage(ask, 0, 1, filter);
  const newer = after > 0 ? await readNewer(ask, after) : null;
  let start = 0;
  let waiting: Raw[] = [];
  let ended = false;
  // Pages of a Tautulli that goes on recording overlap.
  const seen = new Set<number>();
  /** `after` is meant for one reading from the beginning on: pages go by place, not by number. */
  const read = async (_after: number, most: number): Promise<Piece | null> => {
    if (newer) return toPiece(newer.splice(0, most));
    while (!ended && waiting.length < most) {
      const page = await readHistoryPage(ask, start, pageRows, filter);
      start += page.data.length;
      ended = page.data.length < pageRows;
      const rows = page.data.filter((raw) => numberOf(raw) > after && !seen.has(numberOf(raw)));
      for (const raw of rows) seen.add(numberOf(raw));
      waiting.push(...rows);
    }
    const given = waiting.slice(0, most);
    waiting = waiting.slice(most);
    return toPiece(given);
  };
  return {
    ...house,
    name: url,
    users,
    sections: new Map(libraries.map((raw) => [String(raw['section_id']), String(raw['section_name'])])),
    watched: rule,
    total: newer?.length ?? (fromMs === null ? first.recordsTotal : first.recordsFiltered),
    remarks: newer
      ? []
      : [
          'Over its API a Tautulli does not tell of libraries, codecs, resolutions and positions; its database file does.',
        ],
    read,
    close: () => {},
  };
};
