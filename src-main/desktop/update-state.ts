// What is known of a newer Marquee, and the words and the click for it.
import type { UpdateWay } from './update-way.ts';

export type UpdateState =
  | { kind: 'none' }
  /** It is out there; the owner gets it. */
  | { kind: 'out'; version: string }
  | { kind: 'downloading'; version: string }
  /** It is here, and the next start brings it. */
  | { kind: 'ready'; version: string };

/** One line for a menu, and whether a click on it does something; null when there is nothing to say. */
export const describeUpdate = (state: UpdateState): { label: string; canAct: boolean } | null => {
  switch (state.kind) {
    case 'none':
      return null;
    case 'out':
      return { label: `Get Marquee ${state.version}…`, canAct: true };
    case 'downloading':
      return { label: `Marquee ${state.version} is being downloaded`, canAct: false };
    case 'ready':
      return { label: `Restart to update to ${state.version}`, canAct: true };
  }
};

/** What the system's notification says, once for each version; null when there is nothing to do yet. */
export const describeUpdateNews = (state: UpdateState): { title: string; body: string } | null => {
  if (state.kind === 'out')
    return { title: `Marquee ${state.version} is out`, body: "The tray's menu opens the page to get it from." };
  if (state.kind === 'ready')
    return { title: `Marquee ${state.version} is ready`, body: "The tray's menu restarts Marquee with it." };
  return null;
};

export type UpdateNews = { kind: 'available' | 'downloaded'; version: string };

/** A release that is found again changes nothing. */
export const stepUpdate = (state: UpdateState, news: UpdateNews, way: UpdateWay): UpdateState => {
  const { version } = news;
  if (way === 'none') return { kind: 'none' };
  if (state.kind !== 'none' && state.version === version && news.kind === 'available') return state;
  if (way === 'link') return { kind: 'out', version };
  return { kind: news.kind === 'downloaded' ? 'ready' : 'downloading', version };
};
