// `npm run bench`: measures the budgets of the design on this machine and prints them as one table.
import { writeFileSync } from 'node:fs';
import { toError } from '../src-main/lib/to-error.ts';
import { endWithNpm } from '../tools/end-with-npm.ts';
import { runBuild } from '../tools/run-build.ts';
import { desktop } from './desktop.ts';
import { gone, stops } from './endings.ts';
import { benchExplain } from './explain.ts';
import { facts } from './facts.ts';
import { framesOfFew, framesOfMany } from './frames.ts';
import { history } from './history.ts';
import { importing } from './import.ts';
import { chartsPaint } from './charts-paint.ts';
import { describeMachine, readMachine } from './machine.ts';
import type { Measurement, Row } from './measurement.ts';
import { machineMs, round } from './numbers.ts';
import { parseCli, toUsage, type BenchOptions } from './options.ts';
import { publish } from './publish.ts';
import { nothing, streams } from './quiet.ts';
import { createStage, type Stage } from './stage.ts';
import { start } from './start.ts';
import { createStorm } from './storm.ts';
import { toTable } from './table.ts';

/** One round after the other; what stands in one round only waits, and does not disturb the others in it. */
const toRounds = (minutes: number): Measurement[][] => [
  [framesOfFew],
  [framesOfMany],
  [start],
  [desktop],
  [streams],
  [facts],
  [publish],
  [history],
  [chartsPaint],
  [importing],
  [nothing, stops, gone],
  [createStorm(minutes)],
];

type Outcome = { rows: Row[]; failed: boolean };
const open = new Set<Stage>();

/** Never throws and never hangs: what fails or takes too long becomes a row that says so. */
const measure = async ({ name, limitMs, run }: Measurement, options: BenchOptions): Promise<Outcome> => {
  const stage = createStage(options);
  open.add(stage);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${limitMs / 1000} s`)), limitMs);
  });
  const beganAtMs = machineMs();
  try {
    const rows = await Promise.race([run(stage), late]);
    console.error(`  ${name}: ${round((machineMs() - beganAtMs) / 1000)} s`);
    return { rows, failed: false };
  } catch (error) {
    const measured = `not measured: ${(toError(error).message.split('\n')[0] ?? '').slice(0, 80)}`;
    console.error(`  ${name}: ${toError(error).message}`);
    return { rows: [{ what: name, measured, budget: null, kept: false, ratio: null, values: {} }], failed: true };
  } finally {
    clearTimeout(timer);
    await stage.close();
    open.delete(stage);
  }
};

const runAll = async (options: BenchOptions): Promise<number> => {
  if (options.build) runBuild();
  const machine = readMachine();
  console.log(['', ...describeMachine(machine), ''].join('\n'));
  const beganAtMs = machineMs();
  const rounds = toRounds(options.minutes).map((round) =>
    round.filter(({ name }) => options.only.length === 0 || options.only.includes(name)),
  );
  const outcomes: Outcome[] = [];
  for (const round of rounds) outcomes.push(...(await Promise.all(round.map((one) => measure(one, options)))));
  const rows = outcomes.flatMap((outcome) => outcome.rows);
  const seconds = round((machineMs() - beganAtMs) / 1000, 0);
  console.log(`\n${toTable(rows)}\n`);
  const judged = rows.filter(({ kept }) => kept !== null);
  console.log(`${judged.filter(({ kept }) => kept).length} of ${judged.length} budgets kept, in ${seconds} s`);
  if (options.quick) console.log('A quick run shows that everything can be measured; it is too short for a verdict.');
  if (options.json !== null)
    writeFileSync(options.json, `${JSON.stringify({ machine, options, seconds, rows }, null, 2)}\n`);
  return outcomes.some(({ failed }) => failed) ? 1 : 0;
};

const names = toRounds(1).flatMap((round) => round.map(({ name }) => name));
const cli = parseCli(process.argv.slice(2), names);
if (cli.kind === 'help') {
  console.log(toUsage(names));
} else if (cli.kind === 'wrong') {
  console.error(`${cli.why}\n\n${toUsage(names)}`);
  process.exitCode = 2;
} else if (cli.options.explain) {
  process.exitCode = benchExplain(cli.options.cases);
} else {
  endWithNpm();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.all([...open].map((stage) => stage.close())).finally(() => process.exit(130));
    });
  }
  const code = await runAll(cli.options);
  process.exit(code);
}
