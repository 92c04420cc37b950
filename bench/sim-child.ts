// The process of the simulated server: does what it is told and answers with the moment at which the frame left.
import { toError } from '../src-main/lib/to-error.ts';
import { startSim } from '../src-sim/start-sim.ts';
import { machineMs } from './numbers.ts';
import { commandSchema, type Answer, type Command } from './sim-words.ts';

const sim = await startSim({ scenario: process.argv[2] === 'storm' ? 'storm' : 'quiet', seed: 1 });
const { control } = sim;

let frames = 0;
let firstFrameAtMs: number | null = null;
control.onFrame(() => {
  frames += 1;
  firstFrameAtMs ??= machineMs();
});

const act = (command: Command): string => {
  switch (command.kind) {
    case 'usage':
      return '';
    case 'start': {
      const { item, user, how, stubborn } = command;
      return control.start({ item, user, how, ...(stubborn ? { onTerminate: { kind: 'plays-on' } } : {}) }).sessionKey;
    }
    case 'pause':
    case 'resume':
    case 'stop':
    case 'vanish':
      control[command.kind](command.sessionKey);
      return command.sessionKey;
  }
};

const answer = (message: unknown): Answer => {
  try {
    const command = commandSchema.parse(message);
    // What was due before belongs to others.
    control.now();
    firstFrameAtMs = null;
    const sessionKey = act(command);
    const { user, system } = process.cpuUsage();
    const cpuMs = (user + system) / 1000;
    return { kind: 'done', sessionKey, frameAtMs: firstFrameAtMs ?? machineMs(), cpuMs, frames };
  } catch (error) {
    return { kind: 'failed', why: toError(error).message };
  }
};

process.on('message', (message) => void process.send?.(answer(message)));
const end = () => void sim.close().then(() => process.exit(0));
process.on('SIGTERM', end);
process.on('disconnect', end);
process.send?.({ uri: sim.uri, token: sim.token });
