// Everything that goes wrong in a real house, one thing after another, again and again.
import type { Scenario, Stage } from './scenario.ts';

const everyMs = 20_000;

export const faults: Scenario = {
  describe: 'a few sessions, and every twenty seconds something goes wrong',
  extraPeople: 0,
  play: (stage) => {
    populate(stage);
    const trouble = troubles(stage);
    const next = (n: number): void => {
      stage.clock.after(everyMs, () => {
        trouble[n % trouble.length]?.();
        next(n + 1);
      });
    };
    next(0);
  },
};

/** The odd ones: no user, no `Session`, a stray TranscodeSession, a claim that comes to nothing, a player that does not obey. */
function populate({ control }: Stage): void {
  control.start({ item: 'Metropolis', user: 'Ada', player: 'shield', how: 'stray' });
  control.start({ item: 'Low Tide', user: 'Bruno', player: 'plexamp', withSession: false });
  control.start({ item: 'The General', user: 'empty', player: 'dlna' });
  control.start({
    item: 'Charade',
    user: 'Celia',
    player: 'chrome',
    how: 'hd720',
    location: 'wan',
    claimsTranscodeForMs: 4000,
  });
  control.start({ item: 'Häxan', user: 'Dmitri', player: 'roku', how: 'video', onTerminate: { kind: 'plays-on' } });
  control.start({
    item: 'First Light',
    user: 'Elif',
    player: 'tizen',
    how: 'audio',
    onCancel: { kind: 'comes-back', afterMs: 800, key: 'new' },
  });
  control.start({ item: 'Nosferatu', user: 'Farid', player: 'webos', how: 'starving' });
}

function troubles({ control }: Stage): (() => void)[] {
  const any = (): string | undefined => control.sessions().at(-1)?.sessionKey;
  return [
    () => control.dropSockets('cut'),
    () => void control.fault({ path: '/status/sessions', fault: { kind: 'status', status: 500 }, times: 3 }),
    () => control.inject('{"NotificationContainer":{"type":"playing","size":1,"PlaySess'),
    () =>
      control.inject(
        JSON.stringify({ NotificationContainer: { type: 'weather', size: 1, WeatherNotification: [{ rain: true }] } }),
      ),
    () => void control.fault({ path: '/status/sessions', fault: { kind: 'truncated' }, times: 2 }),
    () => void control.fault({ path: '/', fault: { kind: 'status', status: 429, retryAfterS: 3 }, times: 2 }),
    () => {
      const key = any();
      if (key !== undefined) control.vanish(key);
    },
    () => void control.restart({ downMs: 3000 }),
    () => void control.fault({ path: '/status/sessions', fault: { kind: 'slow', delayMs: 6000 }, times: 2 }),
    () => void control.fault({ path: '/', fault: { kind: 'status', status: 401 }, times: 2 }),
    () => {
      const key = any();
      if (key !== undefined) control.vanish(key, 90_000);
    },
    () => control.silence(true),
    () => control.silence(false),
  ];
}
