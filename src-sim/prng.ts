// Repeatable chance: the same seed gives the same evening, every time.
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export type Prng = {
  next(): number;
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  id(length: number, alphabet?: string): string;
  uuid(): string;
  /** An independent stream: what one part of the world draws never disturbs another part. */
  fork(label: string): Prng;
};

export function createPrng(seed: number): Prng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const found = list[int(0, list.length - 1)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  const id = (length: number, alphabet: string = LETTERS): string => {
    let text = '';
    for (let n = 0; n < length; n += 1) text += alphabet.charAt(int(0, alphabet.length - 1));
    return text;
  };
  const hex = (length: number): string => id(length, '0123456789abcdef');
  return {
    next,
    int,
    pick,
    id,
    chance: (probability) => next() < probability,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    fork: (label) => createPrng(hashText(`${seed}/${label}`)),
  };
}

/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}
