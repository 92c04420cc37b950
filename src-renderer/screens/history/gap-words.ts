// What is said of a time in which Marquee did not see a play.
import type { Gap } from '../../../src-contract/gap.ts';
import { formatSpan, formatTimeOfDay } from '../../../src-contract/text/format.ts';

const reasons: Readonly<Record<string, string>> = {
  'our-start': 'Marquee was not running',
  'server-down': 'the server did not answer',
  unauthorized: 'the sign-in was not accepted',
  sleep: 'the computer slept',
  'database-restored': 'the history was restored from a backup',
};

/** `From 21:04 Marquee could not see it for 12 min: the server did not answer.` */
export function toDescribedGap({ fromMs, toMs, why }: Gap, endMs: number): string {
  const long = formatSpan(Math.min(toMs ?? endMs, endMs) - fromMs);
  return `From ${formatTimeOfDay(fromMs)} Marquee could not see it for ${long}: ${reasons[why] ?? why}.`;
}
