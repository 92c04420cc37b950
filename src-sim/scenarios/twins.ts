// Two servers in one house: the same session key and the same ratingKey mean different films on each.
import type { Scenario } from './scenario.ts';

export const twins: Scenario = {
  describe: 'two servers, with the same numbers for different films (ports N and N+1)',
  extraPeople: 0,
  play: ({ control, world }) => {
    // The first of the shelf: number 1001 on both, and not the same film.
    const first = world.library.ofType('movie')[0];
    if (first !== undefined)
      control.start({ item: first.ratingKey, user: 'Bruno', player: 'chrome', how: 'hd720', location: 'wan' });
    control.start({ item: 'First Light', user: 'Celia', player: 'appletv' });
  },
};
