// How a stream is delivered, in a few words for the tray and for notifications: `⟳ transcode, picture subtitle`.
import type { ReasonCode } from '../../src-contract/reason.ts';
import type { Session } from '../../src-contract/session.ts';
import type { Decision } from '../../src-contract/words.ts';

const signs: Readonly<Record<Decision, string>> = {
  'direct-play': '▸ direct play',
  copy: '⇥ copy',
  transcode: '⟳ transcode',
};

const reasonWords: Readonly<Record<ReasonCode, string | null>> = {
  'video-codec': 'video',
  'audio-codec': 'audio',
  container: 'container',
  'picture-subtitle-burned': 'picture subtitle',
  'text-subtitle-burned': 'burned-in subtitle',
  unknown: null,
};

/** Until two readings agree Plex may be wrong about itself. */
export const describeDelivery = ({ stream, reasons }: Pick<Session, 'stream' | 'reasons'>): string => {
  if (!stream.confirmed) return 'starting';
  const sign = signs[stream.decision];
  if (stream.decision === 'direct-play') return sign;
  const why = reasons.map(({ code }) => reasonWords[code]).find((word) => word !== null);
  return why === undefined ? sign : `${sign}, ${why}`;
};
