// Everything that can be said about the code without running it: `npm run check`. One line for each check.
import { availableParallelism } from 'node:os';
import { findTrespasses } from './room-borders.ts';
import { runCommand } from './run-command.ts';
import { findBadNames, findLong, findUnexplained, isCode, listFiles, readSource } from './source-files.ts';

type Verdict = { ok: boolean; output: string };
type Check = { name: string; run: () => Verdict | Promise<Verdict> };

const byCommand = (name: string, command: string, ...args: string[]): Check => ({
  name,
  run: async () => {
    const { code, output } = await runCommand(command, args);
    return { ok: code === 0, output };
  },
});

const byFindings = (name: string, find: () => string[]): Check => ({
  name,
  run: () => {
    const findings = find();
    return { ok: findings.length === 0, output: findings.join('\n') };
  },
});

const files = listFiles();
const code = files.filter(isCode);

/** A TypeScript project for each room, so that a room cannot even name what is not in its world; tests may need more. */
const typeProjects = files.filter((file) => /\/tsconfig(\.test)?\.json$/.test(file));

const checks: Check[] = [
  byCommand('lint', 'oxlint', '--format=unix'),
  ...typeProjects.map((file) =>
    byCommand(`types of ${file.replace(/\/tsconfig\.json$/, '')}`, 'tsc', '-p', file, '--pretty', 'false'),
  ),
  byCommand('dead code', 'knip', '--no-progress'),
  byCommand('format', 'oxfmt', '--list-different'),
  byFindings('room borders', () => findTrespasses(code, readSource)),
  byFindings('file names', () => findBadNames(files)),
  byFindings('first lines', () => findUnexplained(files)),
  byFindings('file lengths', () => findLong(files)),
];

const waiting = [...checks];
const failed: string[] = [];

const work = async () => {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const startedMs = performance.now();
    const { ok, output } = await check.run();
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(`${ok ? '✓' : '✗'} ${check.name} (${seconds} s)`);
    if (!ok) {
      failed.push(check.name);
      console.log(output.trim().replaceAll(/^/gm, '    '));
    }
  }
};

await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));

const passed = checks.length - failed.length;
console.log(`${passed} checks passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`);
process.exitCode = failed.length === 0 ? 0 : 1;
