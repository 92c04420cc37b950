// Facts told to a real nats-server per second, acknowledged and remembered, with the broker killed on the way.
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { History } from '../src-main/history/history.ts';
import { openHistory } from '../src-main/history/open-history.ts';
import { minuteMs, toSession, viewing } from '../src-main/history/testing/facts.ts';
import { systemClock } from '../src-main/lib/clock.ts';
import { silentLog } from '../src-main/lib/log.ts';
import { parseNatsAddress } from '../src-main/lib/nats-address.ts';
import { newId } from '../src-main/lib/new-id.ts';
import { openPublisher, type PublisherOptions } from '../src-main/publish/publisher.ts';
import { createNatsServer, type NatsServer } from '../src-main/publish/testing/nats-server.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { formatRatio, machineMs, pause, round, whole } from './numbers.ts';
import type { Stage } from './stage.ts';

const leastPerSecond = 10_000;
const atOnce = 500;

/** Each viewing is two facts, of which history makes a third. */
const fill = async (history: History, facts: number): Promise<void> => {
  for (let left = Math.ceil(facts / 3); left > 0; left -= 1000) {
    const views = Array.from({ length: Math.min(left, 1000) }, () =>
      viewing(toSession({ id: newId(Date.now()) }), 30 * minuteMs, 28 * minuteMs),
    );
    history.record(views.flat().map((event) => ({ ...event, id: newId(event.atMs) })));
    await history.flush();
  }
};

type Told = { seq: number; atMs: number };

/** From the first acknowledgement to the last; `onTold` may kill the broker. */
const tellAll = async (stage: Stage, server: NatsServer, history: History, onTold: (seq: number) => void) => {
  const address = parseNatsAddress(server.url);
  if (!address) throw new Error('No address');
  const { outbox, onStored } = history;
  const { seq: from } = await outbox.begin('nats');
  const total = await outbox.waiting(from);
  const moves: Told[] = [];
  const watched: PublisherOptions['outbox'] = {
    ...outbox,
    move: async (destination, cursor) => {
      await outbox.move(destination, cursor);
      moves.push({ seq: cursor.seq - from, atMs: machineMs() });
      onTold(cursor.seq - from);
    },
  };
  const publisher = await openPublisher({
    access: { address, credsFile: null, patienceMs: 10_000 },
    prefix: 'marquee',
    site: 'bench',
    outbox: watched,
    onStored,
    onHealth: () => {},
    clock: systemClock,
    log: silentLog,
  });
  stage.onClose('the publisher', publisher.close);
  while ((moves.at(-1)?.seq ?? 0) < total) await pause(5);
  await publisher.close();
  return { total, moves };
};

/** The same bytes by the client alone, without a history to read from or to remember in. */
const tellBare = async (server: NatsServer, bodies: Buffer[]): Promise<number> => {
  const connection = await server.connect();
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'BARE', subjects: ['bare'] });
  const client = jetstream(connection);
  const beganAtMs = machineMs();
  for (let at = 0; at < bodies.length; at += atOnce) {
    const some = bodies.slice(at, at + atOnce);
    await Promise.all(some.map((body, index) => client.publish('bare', body, { msgID: `${at + index}` })));
  }
  const perSecond = (bodies.length / (machineMs() - beganAtMs)) * 1000;
  await connection.close();
  return perSecond;
};

const countInStream = async (server: NatsServer): Promise<number> => {
  const connection = await server.connect();
  const { state } = await (await jetstreamManager(connection)).streams.info('MARQUEE');
  await connection.close();
  return state.messages;
};

const openFilled = async (stage: Stage, facts: number): Promise<History> => {
  const dataDir = await stage.makeDir();
  const history = await openHistory({ dataDir, site: 'bench', log: silentLog, clock: systemClock, newId });
  stage.onClose('the history', history.close);
  await history.outbox.begin('nats');
  await fill(history, facts);
  return history;
};

const run = async (stage: Stage): Promise<Row[]> => {
  const facts = stage.options.quick ? 15_000 : 120_000;
  const server = await createNatsServer();
  stage.onClose('the broker', server.remove);
  await server.start();
  const history = await openFilled(stage, facts);
  const bodies = (await history.outbox.after(0, atOnce)).map(({ body }) => Buffer.from(body));
  const barePerSecond = await tellBare(server, Array.from({ length: 40 }, () => bodies).flat());

  const { total, moves } = await tellAll(stage, server, history, () => {});
  const [first, last] = [moves[0], moves.at(-1)];
  const perSecond = first && last ? ((last.seq - first.seq) / (last.atMs - first.atMs)) * 1000 : 0;

  const other = await openFilled(stage, facts / 2);
  let killed = false;
  const again = await tellAll(stage, server, other, (seq) => {
    if (killed || seq < facts / 4) return;
    killed = true;
    void server.kill().then(server.start);
  });
  const lost = total + again.total - (await countInStream(server));
  return [
    toRow({
      what: 'facts published and acknowledged',
      measured: `${whole(perSecond)} /s (${whole(total)} facts)`,
      values: { perSecond: round(perSecond, 0), barePerSecond: round(barePerSecond, 0), facts: total },
      budget: { says: `≥ ${whole(leastPerSecond)} /s`, value: perSecond, least: leastPerSecond },
      ratio: formatRatio(perSecond, barePerSecond, 'the client alone'),
    }),
    toRow({
      what: 'lost or doubled over a killed broker',
      measured: `${lost} of ${whole(again.total)}`,
      values: { lost, facts: again.total },
      budget: { says: '0', value: Math.abs(lost), most: 0 },
    }),
  ];
};

export const publish: Measurement = { name: 'publish', limitMs: 90_000, run };
