// Long work in short pieces: between two of them everybody else has his turn.
import { setImmediate } from 'node:timers/promises';

const AT_ONCE = 16;

export const mapInSlices = async <From, To>(things: readonly From[], toMany: (thing: From) => To[]): Promise<To[]> => {
  const made: To[] = [];
  for (let from = 0; from < things.length; from += AT_ONCE) {
    if (from > 0) await setImmediate();
    made.push(...things.slice(from, from + AT_ONCE).flatMap(toMany));
  }
  return made;
};
