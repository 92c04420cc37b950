// A scenario: what goes on in the house from the first moment on, by itself.
import type { Control } from '../control.ts';
import type { Playback } from '../playback/playback.ts';
import type { Prng } from '../prng.ts';
import type { SimClock } from '../sim-clock.ts';
import type { World } from '../world.ts';

export type Stage = { control: Control; world: World; clock: SimClock; playback: Playback; prng: Prng };

export type Scenario = {
  describe: string;
  /** Accounts and players beyond the usual ones. */
  extraPeople: number;
  play(stage: Stage): void;
};
