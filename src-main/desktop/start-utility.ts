// Starts the SQL console's process on the desktop: the packed app is no Node, but Electron has processes for such work.
import { utilityProcess } from 'electron';

type Child = { kill: () => void; onEnd: (listener: () => void) => void };

/** `environment` is all that it gets of our own. */
export const createStartUtility =
  (environment: () => Record<string, string>) =>
  (script: string, argument: string): Child => {
    const child = utilityProcess.fork(script, [argument], {
      stdio: 'ignore',
      env: environment(),
      serviceName: 'Marquee SQL',
    });
    const hasEnded = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    return {
      kill: () => {
        if (child.pid === undefined) child.once('spawn', () => child.kill());
        else child.kill();
      },
      onEnd: (listener) => void hasEnded.then(listener),
    };
  };
