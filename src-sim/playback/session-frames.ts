// The frames a session causes on the socket: its state, and its conversion's start, progress and end.
import type { Frames } from '../frames.ts';
import { keyOf } from '../library/item.ts';
import { toJsonValue } from '../render/to-json.ts';
import { transcodeElement } from '../render/transcode-element.ts';
import type { Session } from './session.ts';

export function playingFrame(frames: Frames, session: Session, state: string): void {
  const { item, transcode, playQueue } = session;
  const live = item.airing !== null;
  frames.send('playing', 'PlaySessionStateNotification', {
    sessionKey: session.sessionKey,
    clientIdentifier: session.player.machineIdentifier,
    guid: live ? item.guid : '',
    ratingKey: live ? item.guid : item.ratingKey,
    url: '',
    key: keyOf(item),
    viewOffset: live ? 0 : session.reportedMs,
    ...(playQueue === null ? {} : { playQueueItemID: playQueue.itemId, playQueueID: playQueue.id }),
    state,
    ...(transcode === null || transcode.stray
      ? {}
      : { transcodeSession: live ? transcode.id : `/transcode/sessions/${transcode.id}` }),
  });
}

export function transcodeFrame(frames: Frames, session: Session, phase: 'start' | 'update' | 'end'): void {
  const element = transcodeElement(session, { offsets: phase !== 'end' });
  if (element !== null) frames.send(`transcodeSession.${phase}`, 'TranscodeSession', toJsonValue(element));
}
