// The TranscodeSession element of a session, as the session list, the transcode list and the socket show it.
import type { Session } from '../playback/session.ts';
import { element, type Attributes, type Element } from './element.ts';

const videoCodecOf = (session: Session): string => session.delivery.video?.stream.codec ?? '';
/** The transcoder speaks with the precision of a C float. */
const float = (value: number): number => Math.fround(value);

export function transcodeElement(session: Session, options: { offsets: boolean; bareKey?: boolean }): Element | null {
  const { transcode, delivery, item } = session;
  if (transcode === null) return null;
  const live = item.airing !== null;
  const totalMs = live ? 7_200_000 : item.durationMs;
  const doneMs = transcode.startOffsetMs + transcode.producedMs;
  const { video, audio, subtitle } = delivery;
  const soundOnly = video === null;
  const remainingS = transcode.speed > 0 ? Math.round((totalMs - doneMs) / 1000 / transcode.speed) : null;
  return element('TranscodeSession', {
    key: options.bareKey === true ? transcode.id : `/transcode/sessions/${transcode.id}`,
    throttled: transcode.throttled,
    complete: transcode.complete,
    progress: live ? -1 : float(Math.min(100, Math.round((doneMs / totalMs) * 1000) / 10)),
    size: -22,
    speed: float(transcode.speed),
    error: false,
    duration: totalMs,
    ...(remainingS === null || live ? {} : { remaining: Math.max(0, remainingS) }),
    context: 'streaming',
    ...(soundOnly ? {} : { sourceVideoCodec: video.source.codec }),
    sourceAudioCodec: audio?.source.codec ?? '',
    ...(soundOnly ? {} : { videoDecision: video.how === 'direct' ? 'copy' : video.how }),
    audioDecision: audio === null || audio.how === 'direct' ? 'copy' : audio.how,
    ...(subtitle === null ? {} : { subtitleDecision: subtitle.how === 'direct' ? 'copy' : subtitle.how }),
    protocol: delivery.protocol ?? 'http',
    container: delivery.container,
    ...(soundOnly ? {} : { videoCodec: live ? '*' : videoCodecOf(session) }),
    audioCodec: live ? '*' : (audio?.stream.codec ?? ''),
    audioChannels: audio?.stream.channels ?? 2,
    ...(soundOnly || live ? {} : { width: delivery.width, height: delivery.height }),
    ...hardware(session),
    timeStamp: transcode.startedAtMs / 1000,
    // Seconds into the conversion, not into the film.
    ...(options.offsets ? { maxOffsetAvailable: transcode.producedMs / 1000, minOffsetAvailable: 0 } : {}),
  });
}

function hardware(session: Session): Attributes {
  const used = session.transcode?.hardware ?? null;
  if (used === null)
    return { transcodeHwRequested: session.delivery.video?.how === 'transcode', transcodeHwFullPipeline: false };
  return {
    transcodeHwRequested: true,
    transcodeHwDecoding: used.decoder,
    transcodeHwEncoding: used.encoder,
    transcodeHwDecodingTitle: used.title,
    transcodeHwEncodingTitle: used.title,
    transcodeHwFullPipeline: used.full,
  };
}
