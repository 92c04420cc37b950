// Keeps the tray where the desktop has one: at login the panel may come up after us, and some desktops have none at all.
import type { Clock } from '../lib/clock.ts';
import { isOnBus } from './session-bus.ts';
import type { MarqueeTray } from './tray.ts';

type Options = {
  open: () => MarqueeTray;
  /** Where Linux can be asked; elsewhere there always is a tray. */
  busAddress: string | undefined;
  /** Told once when there is still none after a while. */
  onMissing: () => void;
  clock: Clock;
};

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ASK_EVERY_MS = 5000;
/** So many times "no", and it is no panel that is only slow. */
const PATIENCE = 3;

export const keepTray = ({ open, busAddress, onMissing, clock }: Options): MarqueeTray => {
  let tray = open();
  let misses = 0;
  let closed = false;
  let disarm = () => {};

  const check = async () => {
    const isThere = await isOnBus(WATCHER, busAddress);
    if (closed || isThere === null) return;
    if (isThere) {
      // Electron looked for a panel only once, when the icon was made.
      if (misses === 0) return;
      tray.close();
      tray = open();
      return;
    }
    misses += 1;
    if (misses === PATIENCE) onMissing();
    disarm = clock.after(ASK_EVERY_MS, () => void check());
  };
  if (busAddress !== undefined) void check();
  return {
    refresh: () => tray.refresh(),
    close: () => {
      closed = true;
      disarm();
      tray.close();
    },
  };
};
