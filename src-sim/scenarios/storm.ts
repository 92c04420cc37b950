// Five hundred people at once: everything a server can deliver, all moving, now and then someone pauses or goes.
import { networkOf } from '../people.ts';
import { wishes } from '../playback/delivery.ts';
import type { Session } from '../playback/session.ts';
import type { Scenario, Stage } from './scenario.ts';

const count = 500;
const hows = [
  wishes.direct,
  wishes.direct,
  wishes.audio,
  wishes.video,
  wishes.hd720,
  wishes.burn,
  wishes.remux,
  wishes.phone,
  wishes.hardware,
];
const places = ['lan', 'lan', 'wan', 'wan', 'relay'] as const;

export const storm: Scenario = {
  describe: 'five hundred sessions at once',
  extraPeople: count,
  play: (stage) => {
    const { world, playback, prng, clock } = stage;
    const named = world.accounts.length - count;
    for (let n = 0; n < count; n += 1) {
      const viewer = world.accounts[named + n] ?? 'empty';
      const player = world.players[world.players.length - count + n];
      if (player === undefined) continue;
      const item = prng.pick(prng.chance(0.6) ? world.library.ofType('movie') : world.library.ofType('episode'));
      const session = playback.start({
        item,
        viewer,
        player,
        network: networkOf(prng.pick(places), n),
        wish: prng.pick(hows),
        offsetMs: Math.floor(item.durationMs * prng.next() * 0.7),
        transcodeHeadStartMs: prng.int(10_000, 140_000),
      });
      // Their ten seconds do not begin in the same instant.
      playback.shift(session, prng.int(0, 9999));
    }
    const stir = (): void => {
      clock.after(prng.int(300, 900), () => {
        const sessions = [...world.sessions.values()];
        // None are left while the server is restarting.
        if (sessions.length > 0) fidget(stage, prng.pick(sessions));
        stir();
      });
    };
    stir();
  },
};

function fidget({ playback, prng }: Stage, session: Session): void {
  if (session.state === 'paused') playback.setState(session, 'playing');
  else if (prng.chance(0.7)) playback.setState(session, 'paused');
  else playback.seek(session, session.item.durationMs * prng.next() * 0.7);
}
