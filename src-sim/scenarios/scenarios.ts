// The scenarios by name.
import { evening } from './evening.ts';
import { faults } from './faults.ts';
import { quiet } from './quiet.ts';
import type { Scenario } from './scenario.ts';
import { storm } from './storm.ts';
import { twins } from './twins.ts';

export const scenarios = { quiet, evening, storm, faults, twins } satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
