// How a stream is delivered, in a few words for the tray and for notifications: `⟳ transcode, picture subtitle`.
import type { Session } from '../../src-contract/session.ts';
import { reasonWords } from '../../src-contract/text/reasons.ts';
import type { Decision } from '../../src-contract/words.ts';

const signs: Readonly<Record<Decision, string>> = {
  'direct-play': '▸ direct play',
  copy: '⇥ copy',
  transcode: '⟳ transcode',
};

/** Until two readings agree Plex may be wrong about itself. */
export const describeDelivery = ({ stream, reasons }: Pick<Session, 'stream' | 'reasons'>): string => {
  if (!stream.confirmed) return 'starting';
  const sign = signs[stream.decision];
  if (stream.decision === 'direct-play') return sign;
  const why = reasons.map(({ code }) => reasonWords[code].short).find((word) => word !== null);
  return why === undefined ? sign : `${sign}, ${why}`;
};
