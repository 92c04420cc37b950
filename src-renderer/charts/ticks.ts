// Where an axis of time is written on: the beginnings of days, weeks, months or years of the zone, as many as fit. Pure.
import type { Bucket, ChartStep } from '../../src-contract/chart.ts';
import { formatIn } from './words.ts';

type Moment = { index: number; day: string; time: string; weekday: number };
/** From fine to coarse: which moments begin one. */
const levels = [
  { name: 'time', begins: () => true },
  { name: 'day', begins: ({ day }: Moment, before: Moment | undefined) => before?.day !== day },
  { name: 'week', begins: (at: Moment, before: Moment | undefined) => before?.day !== at.day && at.weekday === 1 },
  {
    name: 'month',
    begins: ({ day }: Moment, before: Moment | undefined) => before?.day.slice(0, 7) !== day.slice(0, 7),
  },
  {
    name: 'quarter',
    begins: ({ day }: Moment, before: Moment | undefined) =>
      before?.day.slice(0, 7) !== day.slice(0, 7) && Number(day.slice(5, 7)) % 3 === 1,
  },
  {
    name: 'year',
    begins: ({ day }: Moment, before: Moment | undefined) => before?.day.slice(0, 4) !== day.slice(0, 4),
  },
] as const;

type Level = (typeof levels)[number]['name'];
const finestOf: Readonly<Record<ChartStep, Level>> = {
  'quarter-hour': 'time',
  hour: 'time',
  day: 'day',
  week: 'day',
  month: 'month',
  year: 'year',
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** The text for each bucket that gets one, by its index. */
export function toTicks(
  buckets: readonly Bucket[],
  step: ChartStep,
  zone: string,
  most: number,
): ReadonlyMap<number, string> {
  const isFine = step === 'hour' || step === 'quarter-hour';
  const finest = finestOf[step];
  const days = formatIn(zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  const times = formatIn(zone, { hour: '2-digit', minute: '2-digit' });
  const moments = buckets.map(({ fromMs }, index): Moment => {
    const [dd = '', mm = '', yyyy = ''] = days.format(fromMs ?? 0).split('/');
    const day = `${yyyy}-${mm}-${dd}`;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return { index, day, time: isFine ? times.format(fromMs ?? 0) : '', weekday };
  });
  let chosen: { name: Level; found: Moment[] } = { name: finest, found: moments };
  for (const { name, begins } of levels.slice(levels.findIndex((level) => level.name === finest))) {
    // The first bucket may begin in the middle of one.
    const found = moments.filter((moment, index) =>
      index === 0 ? name === finest : begins(moment, moments[index - 1]),
    );
    if (found.length === 0) break;
    chosen = { name, found };
    if (found.length <= most) break;
  }
  const each = Math.ceil(chosen.found.length / most);
  const shown = chosen.found.filter((_, index) => index % each === 0);
  return new Map(shown.map((moment, index) => [moment.index, write(moment, chosen.name, index === 0)]));
}

function write({ day, time }: Moment, level: Level, isFirst: boolean): string {
  const [year = '', month = '', dd = ''] = day.split('-');
  const name = months[Number(month) - 1] ?? month;
  if (level === 'year') return year;
  if (level === 'month' || level === 'quarter') return month === '01' || isFirst ? `${name} ${year}` : name;
  if (level === 'time' && time !== '00:00') return time;
  return `${Number(dd)} ${name}`;
}
