// How tall a picture is as people count it: a film in CinemaScope is 1080p with 800 lines.
import { type VideoStream } from '../../src-contract/media.ts';

const CLASSES: Readonly<Record<string, number>> = { '8k': 4320, '4k': 2160, '2k': 1440, sd: 480 };

export const heightOf = (video: VideoStream | null | undefined): number | null => {
  if (!video) return null;
  const word = video.resolution?.toLowerCase() ?? null;
  const said = word === null ? null : (CLASSES[word] ?? (Number(word) || null));
  return said ?? video.height;
};

export const isMadeSmaller = ({ source, delivered }: { source: VideoStream | null; delivered: VideoStream | null }) => {
  const [from, to] = [heightOf(source), heightOf(delivered)];
  return from !== null && to !== null && to < from * 0.9;
};
