// Reads docs/specification.md: one table row for each requirement, with the file that does it and the test that shows it.

export type Requirement = {
  name: string;
  /** Files named in the row. */
  files: string[];
  /** `src-main/a.test.ts › words in a title of it`; the words may be missing. */
  tests: { file: string; title: string | null }[];
  /** What a later issue will do, or null where it is done. */
  later: string | null;
};

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** What stands between backticks. */
const quotedIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].flatMap((match) => match[1] ?? []);

const toTest = (quoted: string) => {
  const [file = '', title] = quoted.split(' › ');
  return { file, title: title ?? null };
};

/** The rows of all tables with the columns Requirement, How, File, Test. */
export const parseSpecification = (markdown: string): Requirement[] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf)
    .filter((cells) => cells.length === 4 && cells[0] !== 'Requirement' && !/^:?-+:?$/.test(cells[0] ?? ''))
    .map(([name = '', , file = '', test = '']) => ({
      name: name.replaceAll('`', ''),
      files: quotedIn(file),
      tests: quotedIn(test).map(toTest),
      later: /^later: (.+)/.exec(file)?.[1] ?? null,
    }));

/** What a row claims that is not so. `read` gives a file's text, or null where there is none. */
export const findUntruths = (row: Requirement, read: (file: string) => string | null): string[] => {
  if (row.later !== null) return [];
  const missing = [
    ...(row.files.length === 0 ? ['names no file'] : []),
    ...(row.tests.length === 0 ? ['names no test'] : []),
  ];
  const gone = row.files.filter((file) => read(file) === null).map((file) => `${file} does not exist`);
  const untested = row.tests.flatMap(({ file, title }) => {
    const text = read(file);
    if (text === null) return [`${file} does not exist`];
    return title !== null && !text.includes(title) ? [`${file} has no test "${title}"`] : [];
  });
  return [...missing, ...gone, ...untested].map((untruth) => `${row.name}: ${untruth}`);
};
