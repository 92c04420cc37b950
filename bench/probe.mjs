// Loaded into the measured core before its own code (`node --import`): answers what only the process itself knows.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The histogram counts from timer to timer, so what is on time shows as this much. */
const RESOLUTION_MS = 10;

let delay = null;

const toMs = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

process.on('message', (question) => {
  if (question === 'watch-delay') {
    delay ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    delay.reset();
  }
  const { user, system } = process.cpuUsage();
  process.send?.({
    cpuMs: (user + system) / 1000,
    rssBytes: process.memoryUsage.rss(),
    // Blocks of 512 bytes that reached the disk, or will (getrusage, ru_oublock).
    writtenBytes: process.resourceUsage().fsWrite * 512,
    delayMs:
      delay === null
        ? null
        : { p50: toMs(delay.percentile(50)), p99: toMs(delay.percentile(99)), most: toMs(delay.max) },
  });
});

// Nobody is left to measure for.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
