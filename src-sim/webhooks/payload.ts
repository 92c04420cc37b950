// What a webhook holds: the JSON of Plex's own sample, with the fields that each event really has.
import type { Item } from '../library/item.ts';
import type { Player } from '../people.ts';
import type { Viewer } from '../playback/session.ts';
import { element } from '../render/element.ts';
import { itemAttributes } from '../render/item-element.ts';
import { toJsonValue } from '../render/to-json.ts';
import type { World } from '../world.ts';

export const webhookEvents = [
  'media.play',
  'media.pause',
  'media.resume',
  'media.stop',
  'media.scrobble',
  'media.rate',
  'library.new',
  'library.on.deck',
  'admin.database.backup',
  'admin.database.corrupted',
  'device.new',
  'playback.started',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Events that come with a picture (support.plex.tv, "Webhooks"). */
export const withThumb: ReadonlySet<WebhookEvent> = new Set([
  'media.play',
  'media.rate',
  'library.new',
  'library.on.deck',
  'playback.started',
]);

export type About = {
  event: WebhookEvent;
  item: Item | null;
  viewer: Viewer;
  player: Player | null;
  local: boolean;
  publicAddress: string;
  rating?: number | undefined;
};

const librarySectionTypes: Partial<Record<Item['type'], string>> = {
  movie: 'movie',
  show: 'show',
  season: 'show',
  episode: 'show',
  artist: 'artist',
  album: 'artist',
  track: 'artist',
  photo: 'photo',
};

const toMetadata = (world: World, item: Item): object => {
  const section = world.library.sections.find(({ id }) => id === item.sectionId) ?? null;
  const kind = librarySectionTypes[item.type];
  return {
    ...(kind === undefined ? {} : { librarySectionType: kind }),
    ...toJsonValue(element('Video', itemAttributes(item, section, false))),
  };
};

export function toPayload(world: World, about: About): object {
  const { event, item, viewer, player, local, publicAddress, rating } = about;
  const account = typeof viewer === 'string' ? { id: 0, name: '', thumb: '' } : viewer;
  const isOwner = account.id === 1;
  return {
    ...(rating === undefined ? {} : { rating }),
    event,
    // Our hook is the owner's: `user` says whether he is the one who plays.
    user: isOwner,
    owner: true,
    Account: { id: account.id, thumb: account.thumb, title: account.name },
    Server: { title: world.name, uuid: world.machineIdentifier },
    ...(player === null
      ? {}
      : { Player: { local, publicAddress, title: player.title, uuid: player.machineIdentifier } }),
    ...(item === null ? {} : { Metadata: toMetadata(world, item) }),
  };
}

const CRLF = '\r\n';

/** Byte for byte as a server was seen to send it: the payload has a type and no file name. */
export function toMultipart(boundary: string, payload: object, thumb: Buffer | null): Buffer {
  const part = (heads: string[], body: string | Buffer): Buffer[] => [
    Buffer.from([`--${boundary}`, ...heads, '', ''].join(CRLF)),
    Buffer.from(body),
    Buffer.from(CRLF),
  ];
  return Buffer.concat([
    ...part(
      ['Content-Disposition: form-data; name="payload"', 'Content-Type: application/json'],
      JSON.stringify(payload),
    ),
    ...(thumb === null
      ? []
      : part(
          ['Content-Disposition: form-data; name="thumb"; filename="thumb.jpg"', 'Content-Type: image/jpeg'],
          thumb,
        )),
    Buffer.from(`--${boundary}--${CRLF}`),
  ]);
}
