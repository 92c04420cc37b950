// A log file that never grows over its size: full files are numbered, the oldest one goes.
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, extname } from 'node:path';

export type RotatingFile = { write: (line: string) => void; close: () => void };

type Options = {
  path: string;
  maxBytes: number;
  /** Including the one being written. */
  maxFiles: number;
  /** Told once when writing fails (a full disk), and again only after it has worked in between. */
  onFailure: (error: unknown) => void;
};

/** `marquee.log` is the newest, then `marquee.1.log`, `marquee.2.log`… Written at once, so that a crash loses no line. */
export const createRotatingFile = ({ path, maxBytes, maxFiles, onFailure }: Options): RotatingFile => {
  const extension = extname(path);
  const numbered = (number: number) =>
    number === 0 ? path : `${path.slice(0, -extension.length)}.${number}${extension}`;
  let file: { descriptor: number; bytes: number } | null = null;
  let failing = false;
  let closed = false;

  const open = () => {
    mkdirSync(dirname(path), { recursive: true });
    const descriptor = openSync(path, 'a', 0o600);
    return { descriptor, bytes: fstatSync(descriptor).size };
  };
  const close = () => {
    if (file) closeSync(file.descriptor);
    file = null;
  };
  const rotate = () => {
    close();
    rmSync(numbered(maxFiles - 1), { force: true });
    for (let number = maxFiles - 2; number >= 0; number--) {
      try {
        renameSync(numbered(number), numbered(number + 1));
      } catch {
        // Not there yet, or held open by another program: the next rotation tries again.
      }
    }
  };
  return {
    write: (line) => {
      if (closed) return;
      try {
        const bytes = Buffer.byteLength(line);
        file ??= open();
        if (file.bytes > 0 && file.bytes + bytes > maxBytes) {
          rotate();
          file = open();
        }
        writeSync(file.descriptor, line);
        file.bytes += bytes;
        failing = false;
      } catch (error) {
        if (!failing) onFailure(error);
        failing = true;
      }
    },
    close: () => {
      closed = true;
      close();
    },
  };
};
