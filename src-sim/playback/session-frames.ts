// The frames a session causes on the socket: its state, and its conversion's start, progress and end.
import type { Frames } from '../frames.ts';
import { keyOf } from '../library/item.ts';
import { toJsonValue } from '../render/to-json.ts';
import { transcodeElement } from '../render/transcode-element.ts';
import type { Session } from './session.ts';

export function playingFrame(frames: Frames, session: Session, state: string): void {
  const { item, transcode, playQueue } = session;
  const airing = item.airing;
  frames.send('playing', 'PlaySessionStateNotification', {
    sessionKey: session.sessionKey,
    clientIdentifier: session.player.machineIdentifier,
    guid: airing === null ? '' : item.guid,
    ratingKey: airing === null ? item.ratingKey : airing.frames === 'guid' ? item.guid : airing.ratingKey,
    url: '',
    key: keyOf(item),
    viewOffset: airing === null ? session.reportedMs : 0,
    ...(playQueue === null ? {} : { playQueueItemID: playQueue.itemId, playQueueID: playQueue.id }),
    state,
    // The bare id, without the path: Tautulli compares it with the last part of the session list's key.
    ...(transcode === null || transcode.stray ? {} : { transcodeSession: transcode.id }),
  });
}

export function transcodeFrame(frames: Frames, session: Session, phase: 'start' | 'update' | 'end'): void {
  const element = transcodeElement(session, { offsets: phase !== 'end' });
  if (element !== null) frames.send(`transcodeSession.${phase}`, 'TranscodeSession', toJsonValue(element));
}
