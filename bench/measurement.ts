// What a measurement is: it opens what it needs on a stage of its own and gives rows for the table.
import type { Stage } from './stage.ts';

export type Row = {
  what: string;
  measured: string;
  /** As people read it; null where the design sets none. */
  budget: string | null;
  /** Whether the budget is kept; null where there is none. */
  kept: boolean | null;
  /** Against a peer or a limit in the same run, with its name. */
  ratio: string | null;
  /** For machines: the numbers behind the words, with units in their names. */
  values: Record<string, number>;
};

export type Measurement = {
  name: string;
  /** After so long it is given up, so that a run always ends. */
  limitMs: number;
  run: (stage: Stage) => Promise<Row[]>;
};

type Told = Omit<Row, 'kept' | 'ratio' | 'budget'> & {
  ratio?: string;
  budget?: { says: string; value: number; most: number } | { says: string; value: number; least: number };
};

export const toRow = ({ what, measured, ratio, values, budget }: Told): Row => ({
  what,
  measured,
  values,
  ratio: ratio ?? null,
  budget: budget?.says ?? null,
  kept: budget === undefined ? null : 'most' in budget ? budget.value <= budget.most : budget.value >= budget.least,
});
