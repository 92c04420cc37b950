// Where a download goes: among the downloads, beside what is there by that name already.
import { existsSync } from 'node:fs';
import { basename, join, parse } from 'node:path';

/** `name` may be one that a Marquee elsewhere gave, so no folder in it counts. */
export const toDownloadPath = (downloadsDir: string, name: string): string => {
  const { name: stem, ext } = parse(basename(name));
  const path = (number: number) => join(downloadsDir, number === 1 ? `${stem}${ext}` : `${stem} (${number})${ext}`);
  let number = 1;
  while (existsSync(path(number))) number++;
  return path(number);
};
