// Nobody watches anything: tests start what they need themselves.
import type { Scenario } from './scenario.ts';

export const quiet: Scenario = {
  describe: 'nobody watches; everything is started by hand',
  extraPeople: 0,
  play: () => undefined,
};
