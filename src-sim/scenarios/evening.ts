// A lively evening that never ends: six to eight people watching, pausing, seeking, changing quality, going on to the next.
import type { SessionView, StartOptions } from '../control.ts';
import { programmeMs } from '../library/live-tv.ts';
import type { WishName } from '../playback/delivery.ts';
import type { Prng } from '../prng.ts';
import type { Scenario, Stage } from './scenario.ts';

type Habit = {
  user: string;
  player: string;
  location: NonNullable<StartOptions['location']>;
  items: readonly string[];
  how: readonly WishName[];
  /** What is on when the curtain rises: how far into it, as a share of its length. */
  opening?: { item: string; how: WishName; share: number };
};

const habits: readonly Habit[] = [
  {
    user: 'Ada',
    player: 'shield',
    location: 'lan',
    items: ['Metropolis', 'Night of the Living Dead', 'Sherlock Jr.'],
    how: ['direct', 'audio', 'burn'],
    opening: { item: 'Metropolis', how: 'direct', share: 0.31 },
  },
  {
    user: 'Bruno',
    player: 'chrome',
    location: 'wan',
    items: ['First Light', 'Spring Tide', 'Glass'],
    how: ['hd720', 'burn', 'audio'],
    opening: { item: 'First Light', how: 'hd720', share: 0.955 },
  },
  {
    user: 'Celia',
    player: 'appletv',
    location: 'lan',
    items: ['Charade', 'The Gold Rush', 'Häxan'],
    how: ['burn', 'direct', 'subtitles'],
    opening: { item: 'Charade', how: 'burn', share: 0.52 },
  },
  {
    user: 'Dmitri',
    player: 'roku',
    location: 'relay',
    items: ['The General', 'Safety Last!', 'A Trip to the Moon'],
    how: ['phone'],
    opening: { item: 'The General', how: 'phone', share: 0.12 },
  },
  {
    user: 'Elif',
    player: 'plexamp',
    location: 'wan',
    items: ['Low Tide', 'Cranes', 'Window Seat'],
    how: ['direct'],
    opening: { item: 'Low Tide', how: 'direct', share: 0.85 },
  },
  {
    user: 'Farid',
    player: 'webos',
    location: 'lan',
    items: ['Ceres', 'Departure', 'Timetable'],
    how: ['audio', 'remux', 'hardware'],
    opening: { item: 'Departure', how: 'remux', share: 0.4 },
  },
  {
    user: 'Greta',
    player: 'tizen',
    location: 'lan',
    items: ['Channel Nine', 'Culture Two'],
    how: ['remux', 'hardware'],
  },
  {
    user: 'Hugo',
    player: 'iphone',
    location: 'wan',
    items: ['The Phantom of the Opera', 'The pass', 'The Lost World'],
    how: ['starving', 'phone', 'direct'],
  },
];

export const evening: Scenario = {
  describe: 'six to eight people watching, for hours: plays, pauses, seeks, roll-overs, quality changes',
  extraPeople: 0,
  play: (stage) => {
    stage.control.optimise('Häxan', 4);
    for (const [n, habit] of habits.entries()) {
      const prng = stage.prng.fork(habit.user);
      if (habit.opening === undefined) stage.clock.after(4000 + n * 3000, () => sitDown(stage, habit, prng));
      else open(stage, habit, prng, habit.opening);
    }
    library(stage);
  },
};

function open(stage: Stage, habit: Habit, prng: Prng, { item, how, share }: NonNullable<Habit['opening']>): void {
  const durationMs = stage.world.library.find(item)?.durationMs ?? 0;
  begin(stage, habit, prng, { item, how, offsetMs: Math.floor(durationMs * share) });
}

function sitDown(stage: Stage, habit: Habit, prng: Prng): void {
  // Somebody else may have started something for this person meanwhile.
  if (sessionOf(stage, habit) !== undefined) {
    stage.clock.after(30_000, () => sitDown(stage, habit, prng));
    return;
  }
  const item = prng.pick(habit.items);
  const durationMs = stage.world.library.find(item)?.durationMs ?? 0;
  const offsetMs = prng.chance(0.5) ? 0 : Math.floor(durationMs * prng.next() * 0.8);
  const how = prng.pick(habit.how);
  // Some players claim a transcode in the first seconds and then play the file as it is.
  const claims = how === 'direct' && durationMs > 20 * 60_000 && prng.chance(0.4);
  begin(
    stage,
    habit,
    prng,
    claims ? { item, how: 'video', claimsTranscodeForMs: 4000, offsetMs } : { item, how, offsetMs },
  );
}

function begin(stage: Stage, habit: Habit, prng: Prng, options: StartOptions): void {
  const { control, world, clock } = stage;
  control.start({ ...options, user: habit.user, player: habit.player, location: habit.location });
  const next = (): void => {
    clock.after(prng.int(15_000, 70_000), () => {
      if (act(stage, habit, prng)) next();
      else clock.after(prng.int(8000, 40_000), () => sitDown(stage, habit, prng));
    });
  };
  next();
  if (world.library.channels.some(({ channel }) => channel === options.item))
    changeProgrammes(stage, habit, options.item ?? '');
}

/** Found by the person: after a restart of the server the session key is another one. */
const sessionOf = ({ control }: Stage, habit: Habit): SessionView | undefined =>
  control.sessions().find(({ user }) => user === habit.user);

/** One thing this person does now; false when the session is over. */
function act(stage: Stage, habit: Habit, prng: Prng): boolean {
  const { control, world } = stage;
  const session = sessionOf(stage, habit);
  if (session === undefined) return false;
  const { sessionKey, positionMs } = session;
  if (session.state === 'paused') {
    control.resume(sessionKey);
    return true;
  }
  const dice = prng.next();
  const film = world.library.items.get(session.ratingKey);
  const durationMs = film?.durationMs ?? 0;
  if (dice < 0.34) control.pause(sessionKey);
  else if (dice < 0.54 && durationMs > 0)
    control.seek(sessionKey, Math.min(durationMs - 20_000, positionMs + prng.int(-60, 300) * 1000));
  else if (dice < 0.68 && film?.type !== 'photo') control.changeQuality(sessionKey, prng.pick(habit.how));
  else if (dice < 0.78) control.next(sessionKey);
  else if (dice < 0.9) {
    control.stop(sessionKey);
    return false;
  }
  return true;
}

/** Every half hour the channel shows something else, under the same session key. */
function changeProgrammes(stage: Stage, habit: Habit, channel: string): void {
  const { clock, control } = stage;
  clock.after(programmeMs - (clock.now() % programmeMs), () => {
    const session = sessionOf(stage, habit);
    if (session === undefined || session.ratingKey !== '') return;
    control.play(session.sessionKey, channel);
    changeProgrammes(stage, habit, channel);
  });
}

/** Now and then something new arrives, and the shelves are scanned. */
function library(stage: Stage): void {
  let number = 0;
  const later = (): void => {
    stage.clock.after(stage.prng.int(90_000, 240_000), () => {
      number += 1;
      if (stage.prng.chance(0.5)) stage.control.addFilm(`The Unmade Film, Part ${number}`);
      else stage.control.refreshSection(stage.prng.int(1, 3));
      later();
    });
  };
  later();
}
