// What the server converts for nobody who watches now: optimised versions, one after the other, at their own pace.
import type { Frames } from '../frames.ts';
import { buildVersion, createIds } from '../library/files.ts';
import type { Item } from '../library/item.ts';
import type { Prng } from '../prng.ts';
import { element, type Element } from '../render/element.ts';
import { toJsonValue } from '../render/to-json.ts';
import type { SimClock } from '../sim-clock.ts';

export type BackgroundJob = { id: string; item: Item; speed: number; doneMs: number; sizeBytes: number };

export type Background = {
  /** Begins an optimised version; the item has it when the job is done. */
  optimise: (item: Item, speed?: number) => BackgroundJob;
  jobs: () => readonly BackgroundJob[];
  /** Gives it up, as an owner does in Plex; false when there is no such job. */
  cancel: (id: string) => boolean;
};

const stepMs = 6000;
const usualSpeed = 8.2;
const kbps = 2028;

const progressOf = ({ doneMs, item }: BackgroundJob): number => Math.round((doneMs / item.durationMs) * 1000) / 10;
const remainingS = ({ doneMs, item, speed }: BackgroundJob): number =>
  Math.round((item.durationMs - doneMs) / 1000 / speed);

/** As recorded: whole percent, the speed with the precision of a C float. */
export const jobElement = (job: BackgroundJob): Element =>
  element('TranscodeJob', {
    generatorID: 467,
    type: 'transcode',
    key: `/transcode/sessions/${job.id}`,
    progress: Math.floor(progressOf(job)),
    speed: Math.fround(job.speed),
    remaining: remainingS(job),
    size: job.sizeBytes,
    title: job.item.year === null ? job.item.title : `${job.item.title} (${job.item.year})`,
    thumb: `/library/metadata/${job.item.ratingKey}/thumb/${job.item.updatedAtS}`,
    ratingKey: job.item.ratingKey,
    targetTagID: 2,
  });

/** It is among the conversions too, with a context that no viewer's has. */
export const jobTranscodeElement = (job: BackgroundJob): Element =>
  element('TranscodeSession', {
    key: job.id,
    throttled: false,
    complete: false,
    progress: Math.fround(progressOf(job)),
    size: job.sizeBytes,
    speed: Math.fround(job.speed),
    error: false,
    duration: job.item.durationMs,
    remaining: remainingS(job),
    context: 'static',
    videoDecision: 'transcode',
    audioDecision: 'transcode',
    protocol: 'http',
    container: 'mp4',
    videoCodec: 'h264',
    audioCodec: 'aac',
  });

export function createBackground(options: { clock: SimClock; frames: Frames; prng: Prng }): Background {
  const { clock, frames, prng } = options;
  const jobs = new Map<string, BackgroundJob>();
  const fileIds = createIds(2_000_001);

  const say = (job: BackgroundJob, phase: 'start' | 'update' | 'end'): void => {
    frames.send(`transcodeSession.${phase}`, 'TranscodeSession', toJsonValue(jobTranscodeElement(job)));
  };

  const finish = (job: BackgroundJob): void => {
    jobs.delete(job.id);
    say(job, 'end');
    const path = `/data/films/Plex Versions/Optimized for Mobile/${job.item.title}`;
    job.item.versions.push(buildVersion('phone', job.item.durationMs, path, fileIds));
  };

  const work = (job: BackgroundJob): void => {
    clock.after(stepMs, () => {
      if (!jobs.has(job.id)) return;
      job.doneMs = Math.min(job.item.durationMs, job.doneMs + stepMs * job.speed);
      job.sizeBytes = Math.round((kbps * job.doneMs) / 8);
      if (job.doneMs >= job.item.durationMs) return finish(job);
      say(job, 'update');
      work(job);
    });
  };

  return {
    optimise: (item, speed = usualSpeed) => {
      const job: BackgroundJob = { id: prng.uuid(), item, speed, doneMs: 0, sizeBytes: 0 };
      jobs.set(job.id, job);
      say(job, 'start');
      work(job);
      return job;
    },
    jobs: () => [...jobs.values()],
    cancel: (id) => {
      const job = jobs.get(id);
      if (job === undefined) return false;
      jobs.delete(id);
      say(job, 'end');
      return true;
    },
  };
}
