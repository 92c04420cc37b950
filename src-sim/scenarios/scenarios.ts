// The scenarios by name.
import { evening } from './evening.ts';
import { quiet } from './quiet.ts';
import type { Scenario } from './scenario.ts';

export const scenarios = { quiet, evening, storm: quiet, faults: quiet, twins: quiet } satisfies Record<
  string,
  Scenario
>;

export type ScenarioName = keyof typeof scenarios;
