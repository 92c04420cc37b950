// Makes one of the `latest*.yml` lists that electron-builder wrote on different machines. An installed Marquee finds the
// file for its processor by the name.

/** The lines of the `files:` block: each file begins with a dash. */
const readFiles = (text: string): string => {
  const block = /^files:\n((?: .*\n)+)/m.exec(text)?.[1];
  if (block === undefined) throw new Error('A list of updates names no files');
  return block;
};

const readVersion = (text: string): string | undefined => /^version: (.+)$/m.exec(text)?.[1];

/** Everything but the files is as in the first: its `path` is what very old updaters take. */
export const mergeUpdateLists = (texts: string[]): string => {
  const [first, ...others] = texts;
  if (first === undefined) throw new Error('There is no list of updates');
  if (others.some((text) => readVersion(text) !== readVersion(first))) {
    throw new Error('The lists of updates are of different versions');
  }
  const files = readFiles(first);
  return first.replace(files, () => [files, ...others.map(readFiles)].join(''));
};
