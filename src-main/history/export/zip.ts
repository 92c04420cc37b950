// What a zip file is written to, as a stream that can be given up half way.
import { Readable } from 'node:stream';
import type { ZipFile } from 'yazl';

/** `onClose`: the reader has it all, or has gone. */
export const toReadable = ({ outputStream }: ZipFile, onClose: () => void): Readable => {
  if (!(outputStream instanceof Readable)) throw new Error('The zip file is no stream that can be closed.');
  outputStream.once('close', onClose);
  return outputStream;
};
