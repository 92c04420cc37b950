// The simulated server of the demo, in a thread of its own: tells where it is, and is gone with its thread.
import { parentPort } from 'node:worker_threads';
import { startSim } from './start-sim.ts';

// Its plex.tv is there so that not even signing in from the demo leaves this machine.
const sim = await startSim({ scenario: 'evening', name: 'Demo', past: { plays: 4000, days: 400 }, plexTv: {} });
parentPort?.postMessage({ uri: sim.uri, token: sim.token, plexTvUri: sim.plexTv?.uri });
