// Live television over HTTP: what is being watched on which channel.
import type { Session } from '../playback/session.ts';
import { container, type Element } from '../render/element.ts';
import { sessionElement } from '../render/session-element.ts';
import { transcodeElement } from '../render/transcode-element.ts';
import type { World } from '../world.ts';
import { failure, tree } from './answer.ts';
import { route, type Route } from './route.ts';

export function liveRoutes(world: World): Route[] {
  return [
    route('GET /livetv/dvrs', (ask) => tree(container({}), ask.accept)),
    route('GET /livetv/sessions', (ask) => tree(container({}, live(world).map(liveElement)), ask.accept)),
    route('GET /livetv/sessions/{}', (ask, [uuid = '']) => {
      const session = live(world).find(({ item }) => item.airing?.uuid === uuid);
      return session === undefined ? failure(404) : tree(container({}, [liveElement(session)]), ask.accept);
    }),
  ];
}

export const live = (world: World): Session[] =>
  [...world.sessions.values()].filter(({ item }) => item.airing !== null);

/** In `/livetv/sessions` the conversion sits inside the Media element. */
export function liveElement(session: Session): Element {
  const entry = sessionElement(session, null);
  const transcode = transcodeElement(session, { offsets: true });
  const media = entry.children.find(({ tag }) => tag === 'Media');
  const kept =
    media === undefined
      ? []
      : [{ ...media, children: [...media.children, ...(transcode === null ? [] : [transcode])] }];
  return { ...entry, attributes: { ...entry.attributes, ratingKey: session.item.airing?.ratingKey }, children: kept };
}
