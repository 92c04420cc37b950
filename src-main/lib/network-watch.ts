// Notices that this machine is in another network than before: an address came or went.
import { networkInterfaces } from 'node:os';
import { type Clock } from './clock.ts';

/** Asking the system costs next to nothing, and a change is noticed while its owner still looks. */
const EVERY_MS = 10_000;

const readAddresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .toSorted()
    .join(' ');

type Options = { clock: Clock; onChange: () => void; read?: () => string };

/** Returns its own undo. */
export const watchNetwork = ({ clock, onChange, read = readAddresses }: Options): (() => void) => {
  let known = read();
  let disarm = () => {};
  const look = () => {
    const now = read();
    disarm = clock.after(EVERY_MS, look);
    if (now === known) return;
    known = now;
    onChange();
  };
  disarm = clock.after(EVERY_MS, look);
  return () => disarm();
};
