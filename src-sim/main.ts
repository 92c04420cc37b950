// `npm run sim`: starts a simulated Plex Media Server, or ten, for any Plex client.
import { startSim, type SimOptions } from './start-sim.ts';
import { parseCli, usage } from './cli.ts';
import { startFleet, tenServers } from './fleet/start-fleet.ts';

const cli = parseCli(process.argv.slice(2));

const startOne = async (options: SimOptions) => {
  const sim = await startSim(options);
  return { sims: sim.twin === null ? [sim] : [sim, sim.twin], plexTv: sim.plexTv, close: () => sim.close() };
};
const startSome = async (count: number, { plexTv, tls, speed, past, host }: SimOptions) =>
  startFleet(tenServers.slice(0, count), {
    plexTv: { controlPort: 0, host, ...plexTv },
    sim: { tls, past, speed: speed ?? 1, host: host ?? '127.0.0.1', controlPort: 0 },
  });

if (cli.kind === 'help') {
  process.stdout.write(usage);
} else if (cli.kind === 'wrong') {
  process.stderr.write(`${cli.message}\n`);
  process.exitCode = 2;
} else {
  try {
    const options = { ...cli.options, controlPort: cli.controlPort };
    const { sims, plexTv, close } = cli.fleet === null ? await startOne(options) : await startSome(cli.fleet, options);
    for (const one of sims) {
      const name = cli.fleet === null ? '' : `Name            ${one.name}\n`;
      process.stdout.write(
        `${name}Simulated Plex  ${one.uri}\nToken           ${one.token}\nControl         ${one.controlUri}\n`,
      );
    }
    if (plexTv !== null) process.stdout.write(`plex.tv         ${plexTv.uri}\nIts control     ${plexTv.controlUri}\n`);
    const stop = (): void => {
      void close().then(() => process.exit(0));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  } catch (error) {
    process.stderr.write(
      `The simulated server could not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    // Half of it may be listening already.
    process.exit(1);
  }
}
