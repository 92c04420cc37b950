// Live television: what a channel shows now, half an hour at a time.
import { hashText } from '../prng.ts';
import { channels } from './titles.ts';
import type { Airing, Channel, Item } from './item.ts';

export const programmeMs = 30 * 60_000;

/** The programme on at `atMs`, as an item without a ratingKey. */
export function airingItem(on: Channel, atMs: number, frames: Airing['frames']): Item {
  const slot = Math.floor(atMs / programmeMs);
  const channel = channels.find(({ name }) => name === on.channel);
  const programmes = channel?.programmes ?? [on.channel];
  const title = programmes[slot % programmes.length] ?? on.channel;
  const startS = (slot * programmeMs) / 1000;
  const show: Item = {
    ...blank,
    type: 'show',
    guid: `plex://show/${hashText(title).toString(16).padStart(24, '6')}`,
    title,
  };
  return {
    ...blank,
    type: 'episode',
    guid: `plex://episode/${hashText(`${title}/${slot}`).toString(16).padStart(24, '5')}`,
    title: `${title}, part ${(slot % 100) + 1}`,
    index: (slot % 100) + 1,
    addedAtS: startS,
    updatedAtS: startS,
    originallyAvailableAt: new Date(startS * 1000).toISOString().slice(0, 10),
    parent: { ...blank, type: 'season', guid: `${show.guid}/1`, title: 'Season 1', index: 1, parent: show },
    airing: { ...on, ratingKey: String(200_000 + (hashText(`${on.channel}/${slot}`) % 100_000)), frames },
    versions: [
      {
        id: 0,
        partId: 0,
        container: 'mpegts',
        durationMs: 0,
        bitrateKbps: 8384,
        resolution: '1080',
        width: 1920,
        height: 1080,
        file: '',
        sizeBytes: 0,
        optimized: false,
        streams: [
          {
            kind: 'video',
            id: 901,
            codec: 'mpeg2video',
            profile: 'main',
            bitDepth: 8,
            bitrateKbps: 8000,
            width: 1920,
            height: 1080,
            frameRate: 29.97,
            hdr: null,
          },
          {
            kind: 'audio',
            id: 902,
            codec: 'ac3',
            profile: null,
            channels: 6,
            bitrateKbps: 384,
            samplingRate: 48_000,
            language: null,
          },
        ],
      },
    ],
  };
}

const blank: Item = {
  ratingKey: '',
  type: 'episode',
  guid: '',
  title: '',
  originalTitle: null,
  sectionId: 0,
  index: null,
  year: null,
  originallyAvailableAt: null,
  durationMs: 0,
  summary: '',
  tagline: null,
  contentRating: null,
  studio: null,
  genres: [],
  directors: [],
  roles: [],
  externalGuids: [],
  addedAtS: 0,
  updatedAtS: 0,
  parent: null,
  children: [],
  versions: [],
  markers: [],
  airing: null,
};
