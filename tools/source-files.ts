// The project's own files, and the small habits that each of them keeps: its name, its first line, its length.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectDir } from './run-command.ts';

/** Everything that git knows or would take, relative to the project. */
export const listFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: projectDir })
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(projectDir, file)));

export const readSource = (file: string): string => readFileSync(join(projectDir, file), 'utf8');

export const isCode = (file: string): boolean => /\.tsx?$/.test(file);
/** Also what only tests use: `test-story.ts`, and everything in a folder `testing`. */
export const isTest = (file: string): boolean =>
  /\.(test|e2e)\.tsx?$/.test(file) || /^(src-.*\/(test-[^/]*|testing\/.*)|e2e\/.*)\.tsx?$/.test(file);

const kebabCase = /^\.?[a-z0-9]+([-.][a-z0-9]+)*$/;
/** Names that the world expects in capitals. */
const customary = new Set(['README.md', 'CHANGELOG.md', 'LICENSE', 'DEVELOPERS.md', 'NOTES.md']);

export const findBadNames = (files: string[]): string[] =>
  files
    .filter((file) => !file.split('/').every((part) => kebabCase.test(part) || part === 'Dockerfile'))
    .filter((file) => !customary.has(file))
    .map((file) => `${file}: ${basename(file)} is not kebab-case`);

/** A test says what it is for with its name and its stories, a CSS module with the name of its component. */
export const findUnexplained = (files: string[], read = readSource): string[] =>
  files
    .filter((file) => isCode(file) || file.endsWith('.css'))
    .filter((file) => !/\.(test\.tsx?|module\.css)$/.test(file))
    .filter((file) => !/^(\/\/|\/\*) ?\S/.test(read(file).replace(/^#!.*\n/, '')))
    .map((file) => `${file}: the first line does not say what the file is for`);

const longestLines = 300;

export const findLong = (files: string[], read = readSource): string[] =>
  files
    .filter((file) => (isCode(file) && !isTest(file)) || file.endsWith('.css'))
    .map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > longestLines)
    .map(({ file, lines }) => `${file}: ${lines} lines, more than ${longestLines}`);
