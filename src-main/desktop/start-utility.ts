// Starts the SQL console's process on the desktop: the packed app is no Node, but Electron has processes for such work.
import { Readable } from 'node:stream';
import { utilityProcess } from 'electron';

type Child = { stdout: Readable; kill: () => void; onEnd: (listener: () => void) => void };

/** `environment` is all that it gets of our own. */
export const createStartUtility =
  (environment: () => Record<string, string>) =>
  (script: string, argument: string): Child => {
    const child = utilityProcess.fork(script, [argument], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: environment(),
      serviceName: 'Marquee SQL',
    });
    const { stdout } = child;
    if (!(stdout instanceof Readable)) throw new Error('A process without an output cannot answer.');
    const hasEnded = Promise.all([
      new Promise<void>((resolve) => child.once('exit', () => resolve())),
      new Promise<void>((resolve) => stdout.once('close', resolve)),
    ]);
    return {
      stdout,
      kill: () => {
        if (child.pid === undefined) child.once('spawn', () => child.kill());
        else child.kill();
      },
      onEnd: (listener) => void hasEnded.then(listener),
    };
  };
