// Compares secrets by their hashes, so that the time which that takes tells nothing of them, not even their length.
import { createHash, timingSafeEqual } from 'node:crypto';

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const isSame = (secret: string, hash: Buffer): boolean => timingSafeEqual(hashOf(secret), hash);
