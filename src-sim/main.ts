// `npm run sim`: starts a simulated Plex Media Server for any Plex client.
import { startSim } from './start-sim.ts';
import { parseCli, usage } from './cli.ts';

const cli = parseCli(process.argv.slice(2));
if (cli.kind === 'help') {
  process.stdout.write(usage);
} else if (cli.kind === 'wrong') {
  process.stderr.write(`${cli.message}\n`);
  process.exitCode = 2;
} else {
  try {
    const sim = await startSim({ ...cli.options, controlPort: cli.controlPort });
    for (const one of sim.twin === null ? [sim] : [sim, sim.twin]) {
      process.stdout.write(
        `Simulated Plex  ${one.uri}\nToken           ${one.token}\nControl         ${one.controlUri}\n`,
      );
    }
    if (sim.plexTv !== null)
      process.stdout.write(`plex.tv         ${sim.plexTv.uri}\nIts control     ${sim.plexTv.controlUri}\n`);
    const stop = (): void => {
      void sim.close().then(() => process.exit(0));
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
