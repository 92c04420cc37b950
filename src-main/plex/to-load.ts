// What a server allows, how busy it is, and what it converts in the background, in our words.
import { z } from 'zod';
import { type ServerLimits } from '../../src-contract/reason.ts';
import { type BackgroundJob } from '../../src-contract/transcodes.ts';
import { number, text } from './lenient.ts';
import { type Note } from './oddities.ts';
import { parseContainer, parseEntries } from './schemas.ts';
import { toPercent, toTranscodeKey } from './to-transcode.ts';

/** How busy the server was on average over `spanMs` up to `atMs`, in percent of the whole machine. */
export type Load = { atMs: number; spanMs: number; hostPercent: number | null; processPercent: number };

const setting = z.object({ id: text, value: number });

/** Plex writes 0 for "no limit". Both are kbps, as the `Session` bandwidth is. */
const toLimit = (kbps: number | null): number | null => (kbps !== null && kbps > 0 ? kbps : null);

/** `/:/prefs`, which only the owner may read; null when these settings are not among them. */
export const parseLimits = (body: unknown, note: Note): ServerLimits | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const settings = new Map(
    parseEntries(setting, container['Setting'], 'setting', note).map(({ id, value }) => [id, value]),
  );
  return {
    remoteStreamKbps: toLimit(settings.get('WanPerStreamMaxUploadRate') ?? null),
    uploadKbps: toLimit(settings.get('WanTotalMaxUploadRate') ?? null),
  };
};

const resource = z.object({
  at: number,
  timespan: number,
  hostCpuUtilization: number,
  processCpuUtilization: number,
});

/** `timespan` is a kind and not a length: kind 6 is one value in about five seconds (python-plexapi `resources`). */
const RESOURCE_SPAN_MS = 5000;

export const parseLoads = (body: unknown, note: Note): Load[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  return parseEntries(resource, container['StatisticsResources'], 'resource', note).flatMap((entry) =>
    entry.at === null || entry.processCpuUtilization === null
      ? []
      : [
          {
            atMs: Math.round(entry.at * 1000),
            spanMs: RESOURCE_SPAN_MS,
            hostPercent: entry.hostCpuUtilization,
            processPercent: Math.min(100, Math.max(0, entry.processCpuUtilization)),
          },
        ],
  );
};

const job = z.object({
  key: text,
  title: text,
  ratingKey: text,
  thumb: text,
  progress: number,
  speed: number,
  remaining: number,
});

/** `/status/sessions/background`: the optimiser and downloads. An empty list has no key. */
export const parseJobs = (body: unknown, note: Note): Omit<BackgroundJob, 'serverId'>[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  return parseEntries(job, container['TranscodeJob'], 'background job', note).map((entry) => ({
    key: toTranscodeKey(entry.key) ?? '',
    title: entry.title ?? '',
    ratingKey: entry.ratingKey,
    thumb: entry.thumb,
    progress: toPercent(entry.progress),
    speed: entry.speed !== null && entry.speed >= 0 ? entry.speed : null,
    remainingMs: entry.remaining !== null && entry.remaining >= 0 ? entry.remaining * 1000 : null,
  }));
};
