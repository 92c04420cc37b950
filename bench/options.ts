// The command line of `npm run bench`: flags in, options or a plain complaint out.
import { parseArgs } from 'node:util';
import { toError } from '../src-main/lib/to-error.ts';

export type BenchOptions = {
  quick: boolean;
  /** How long five hundred sessions are watched. */
  minutes: number;
  /** How many plays the history holds. */
  plays: number;
  only: string[];
  json: string | null;
  /** Not the budgets, but how often the reasons of conversions are right. */
  explain: boolean;
  cases: number;
  build: boolean;
};

export type Cli = { kind: 'run'; options: BenchOptions } | { kind: 'help' } | { kind: 'wrong'; why: string };

export const toUsage = (names: readonly string[]): string => `npm run bench -- [flags]

  --quick       everything in two minutes, too short for a verdict
  --minutes N   how long 500 sessions are watched (10; quick: 0.25)
  --plays N     how many plays the history holds (350000; quick: 20000)
  --only NAME   just this; may be repeated: ${names.join(', ')}
  --json FILE   also write the numbers there
  --explain     only this: precision and recall of the reasons for conversions (--cases N of them, 4000)
  --no-build    measure what was built before
`;

const positive = (text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${text}: expected a number above 0`);
  return value;
};

export const parseCli = (args: string[], names: readonly string[]): Cli => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        quick: { type: 'boolean', default: false },
        minutes: { type: 'string' },
        plays: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        json: { type: 'string' },
        'no-build': { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        cases: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const only = values.only.flatMap((list) => list.split(','));
    const stranger = only.find((name) => !names.includes(name));
    if (stranger !== undefined) return { kind: 'wrong', why: `${stranger}: expected one of ${names.join(', ')}` };
    const options = {
      quick: values.quick,
      minutes: positive(values.minutes, values.quick ? 0.25 : 10),
      plays: Math.round(positive(values.plays, values.quick ? 20_000 : 350_000)),
      only,
      json: values.json ?? null,
      explain: values.explain,
      cases: Math.round(positive(values.cases, 4000)),
      build: !values['no-build'],
    };
    return { kind: 'run', options };
  } catch (error) {
    return { kind: 'wrong', why: toError(error).message };
  }
};
