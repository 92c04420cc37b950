// Our own identifiers: UUIDv7, so that they sort by the time they were made at.
import { v7 } from 'uuid';

export const newId = (atMs: number): string => v7({ msecs: atMs });
