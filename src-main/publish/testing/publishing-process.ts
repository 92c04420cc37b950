// A process of its own that records and publishes without end, or publishes only what is left: for tests that kill it.
import { openHistory } from '../../history/open-history.ts';
import { minuteMs, toSession, viewing } from '../../history/testing/facts.ts';
import { countingId } from '../../history/testing/temp-history.ts';
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { parseNatsAddress } from '../../lib/nats-address.ts';
import { openPublisher } from '../publisher.ts';

const [dataDir = '', url = '', mode = 'endless'] = process.argv.slice(2);
const address = parseNatsAddress(url);
if (!address) throw new Error('No address');

const history = await openHistory({ dataDir, site: 'process', log: silentLog, clock: systemClock, newId: countingId });
const { outbox, onStored } = history;
let told = 0;
await openPublisher({
  access: { address, credsFile: null, patienceMs: 5000 },
  prefix: 'marquee',
  site: 'process',
  outbox: {
    ...outbox,
    move: async (destination, cursor) => {
      await outbox.move(destination, cursor);
      told = cursor.seq;
      process.stdout.write(`${told}\n`);
    },
  },
  onStored,
  onHealth: () => {},
  clock: systemClock,
  log: silentLog,
  atOnce: 40,
  waits: { leastMs: 10, mostMs: 100 },
});
if (mode === 'endless') {
  for (let round = 0; ; round += 1) {
    const ids = Array.from({ length: 20 }, (_, number) => `${process.pid}-${round}-${number}`);
    history.record(
      ids.flatMap((id) => viewing(toSession({ id, startedAtMs: round * minuteMs }), 5 * minuteMs, minuteMs)),
    );
    await history.flush();
  }
}
while ((await outbox.waiting(told)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
await history.close();
process.exit(0);
