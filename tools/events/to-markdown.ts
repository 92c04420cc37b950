// The part of docs/events.md that lists every kind of fact with an example, made from the contract.
import type { Event } from '../../src-contract/event.ts';
import { toSubject } from '../../src-main/publish/cloud-event.ts';
import { allExamples } from './examples.ts';
import { summaries } from './summaries.ts';

const begin = '<!-- made by `npm run events` -->';
const end = '<!-- until here -->';

/** Long parts are shown once, where they matter most. */
const shownIn: Record<string, Event['kind']> = {
  session: 'session-started',
  stream: 'session-stream-changed',
  transcode: 'transcode-started',
  reasons: 'transcode-started',
  player: 'session-started',
  evidence: 'session-started',
  play: 'play-recorded',
};

const shorten = (event: Event): string => {
  const inner =
    event.kind === 'play-recorded' ? ['item', 'player', 'stream', 'reasons'] : ['stream', 'transcode', 'reasons'];
  return JSON.stringify(
    event,
    (key, value: unknown) => {
      const isInner = (event.kind === 'play-recorded' || event.kind === 'session-started') && inner.includes(key);
      const place = shownIn[key];
      const isElsewhere = place !== undefined && place !== event.kind && typeof value === 'object' && value !== null;
      return isInner || isElsewhere ? '…' : value;
    },
    2,
  );
};

const toSection = (event: Event): string => {
  const subject = toSubject('marquee', { ...event, serverId: 'SERVER' }).replace('SERVER', '<serverId>');
  return [`### \`${subject}\``, '', summaries[event.kind], '', '```json', shorten(event), '```'].join('\n');
};

const toMarkdown = (): string => [begin, ...allExamples.map(toSection), end].join('\n\n');

/** The page with its middle made anew. Throws when the page lost its marks. */
export const replaceMiddle = (page: string): string => {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`The page must hold ${begin} and ${end}`);
  return before + toMarkdown() + after;
};
