// npm passes a signal to its shell, and the shell dies without passing it on. So: when the shell is gone, end as well.

const LOOK_EVERY_MS = 250;

/** Does nothing where npm did not start this process. Windows never tells of a new parent, and needs none of this. */
export const endWithNpm = (environment: Record<string, string | undefined> = process.env): void => {
  if (environment['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  looking.unref();
};
