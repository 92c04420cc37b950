// What happens on the shelves: things arrive, leave and are scanned, with the frames that Plex sends about it.
import type { Frames } from './frames.ts';
import { typeNumbers, type Item } from './library/item.ts';
import type { Prng } from './prng.ts';
import type { SimClock } from './sim-clock.ts';
import type { Activity, World } from './world.ts';

export type LibraryEvents = {
  /** A new film is scanned in; its frames follow over the next seconds. */
  addFilm: (title: string) => Item;
  remove: (ratingKey: string) => boolean;
  /** A scan of a section that finds nothing new. */
  refreshSection: (id: number) => void;
};

export function createLibraryEvents(options: {
  world: World;
  frames: Frames;
  clock: SimClock;
  prng: Prng;
}): LibraryEvents {
  const { world, frames, clock, prng } = options;

  const timeline = (item: Item, state: number, extra: object = {}): void => {
    frames.send('timeline', 'TimelineEntry', {
      identifier: 'com.plexapp.plugins.library',
      sectionID: String(item.sectionId),
      itemID: item.ratingKey,
      ...(item.parent === null
        ? {}
        : { parentItemID: item.parent.ratingKey, rootItemID: (item.parent.parent ?? item.parent).ratingKey }),
      type: typeNumbers[item.type],
      title: item.title,
      state,
      ...extra,
      updatedAt: Math.floor(clock.now() / 1000),
    });
  };

  const status = (title: string): void => {
    frames.send('status', 'StatusNotification', { title, description: '', notificationName: 'LIBRARY_UPDATE' });
  };

  /** Runs an activity through its life: started, updated, ended. */
  const activity = (
    draft: Pick<Activity, 'type' | 'title' | 'cancellable'>,
    context: Record<string, unknown>,
    steps: readonly string[],
    done: () => void,
  ): void => {
    const uuid = prng.uuid();
    const say = (event: string, current: Activity): void =>
      frames.send('activity', 'ActivityNotification', { event, uuid, Activity: current });
    const begun: Activity = { uuid, ...draft, userID: 1, subtitle: '', progress: 0 };
    world.activities.set(uuid, begun);
    say('started', begun);
    for (const [at, subtitle] of steps.entries()) {
      clock.after((at + 1) * 1000, () => {
        const current = { ...begun, subtitle, progress: Math.round((at / steps.length) * 100), Context: context };
        if (!world.activities.has(uuid)) return;
        world.activities.set(uuid, current);
        say('updated', current);
      });
    }
    clock.after((steps.length + 1) * 1000, () => {
      world.activities.delete(uuid);
      say('ended', { ...begun, subtitle: steps.at(-1) ?? '', progress: 100, Context: context });
      done();
    });
  };

  const scan = (sectionId: number, steps: readonly string[], done: () => void): void => {
    const section = world.library.sections.find(({ id }) => id === sectionId);
    if (section === undefined) return;
    activity(
      { type: 'library.update.section', title: `Scanning ${section.title}`, cancellable: true },
      { librarySectionID: String(sectionId) },
      steps,
      () => {
        section.scannedAtS = Math.floor(clock.now() / 1000);
        done();
        status('Library scan complete');
      },
    );
  };

  return {
    addFilm: (title) => {
      const item = world.library.newFilm(title, Math.floor(clock.now() / 1000));
      world.library.add(item);
      scan(item.sectionId, [title], () => undefined);
      timeline(item, 0, { metadataState: 'created', mediaState: 'analyzing', queueSize: 1 });
      const later: [number, number, object][] = [
        [1000, 2, { metadataState: 'queued', queueSize: 1 }],
        [2000, 3, { metadataState: 'loading', queueSize: 1 }],
        [3000, 4, { metadataState: 'processing', queueSize: 1 }],
        [4000, 5, { metadataState: 'created', mediaState: 'thumbnailing', queueSize: 0 }],
        [5000, 5, { metadataState: 'created', queueSize: 0 }],
      ];
      for (const [delayMs, state, extra] of later) clock.after(delayMs, () => timeline(item, state, extra));
      return item;
    },
    remove: (ratingKey) => {
      const item = world.library.remove(ratingKey);
      if (item === null) return false;
      timeline(item, 9, { metadataState: 'deleted' });
      return true;
    },
    refreshSection: (id) => scan(id, ['Checking files', 'Refreshing local metadata'], () => undefined),
  };
}
