// A process of its own that records without end and prints what is safe: for tests that kill it or take its room away.
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { openHistory } from '../open-history.ts';
import { minuteMs, toSession, viewing } from './facts.ts';
import { countingId } from './temp-history.ts';

const [dataDir = '', mode = 'endless'] = process.argv.slice(2);

const say = (what: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};

try {
  const history = await openHistory({ dataDir, site: 'writer', log: silentLog, clock: systemClock, newId: countingId });
  history.onHealth((health) => say({ kind: 'health', ...health }));
  say({ kind: 'open' });
  if (mode === 'hold') process.stdin.on('data', () => void history.close().then(() => process.exit(0)));
  else await recordWithoutEnd(history);
} catch (error) {
  say({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

async function recordWithoutEnd(history: Awaited<ReturnType<typeof openHistory>>): Promise<void> {
  for (let round = 0; ; round += 1) {
    const ids = Array.from({ length: 5 }, (_, number) => `${process.pid}-${round}-${number}`);
    history.record(
      ids.flatMap((id) => viewing(toSession({ id, startedAtMs: round * minuteMs }), 5 * minuteMs, minuteMs)),
    );
    try {
      await history.flush();
      say({ kind: 'safe', ids });
    } catch {
      say({ kind: 'not-safe', ids });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
