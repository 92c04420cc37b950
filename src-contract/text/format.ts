// How numbers are written: times, lengths, speeds and amounts in the units an owner knows.

/** `12:05`, `1:12:05`. Below zero counts as zero. */
export function formatClock(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor((all % 3600) / 60);
  const seconds = String(all % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** A length in words: `38 s`, `4 min`, `1 h 12 min`, `2 d 3 h`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** A short wait, with a tenth: `1.8 s`; from ten seconds on whole ones. */
export function formatWait(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : formatSpan(ms);
}

/** `64 kbps`, `8.2 Mbps`, `124 Mbps`. */
export function formatBitrate(kbps: number): string {
  if (kbps < 950) return `${Math.round(kbps)} kbps`;
  return `${formatMegabits(kbps)} Mbps`;
}

/** Megabits without the unit, for sums that stand side by side: `0`, `0.3`, `16.4`, `124`. */
export function formatMegabits(kbps: number): string {
  if (kbps === 0) return '0';
  const tenths = Math.round(kbps / 100);
  return String(tenths >= 1000 ? Math.round(kbps / 1000) : tenths / 10);
}

/** How fast a transcode runs; 1 is real time: `1.4×`. */
export function formatSpeed(speed: number): string {
  return `${speed >= 10 ? Math.round(speed) : speed.toFixed(1)}×`;
}

export function formatPercent(percent: number): string {
  return `${Math.round(percent)} %`;
}

/** `21:04` on the clock of whoever looks; a time zone is given only by tests. */
export function formatTimeOfDay(atMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone(timeZone),
  }).format(atMs);
}

/** A moment in the past as one would say it: `21:04` today, `yesterday 21:04`, else `21 Nov 21:04`. */
export function formatMoment(atMs: number, nowMs: number, timeZone?: string): string {
  const day = formatDay(atMs, nowMs, timeZone);
  const time = formatTimeOfDay(atMs, timeZone);
  if (day === 'Today') return time;
  if (day === 'Yesterday') return `yesterday ${time}`;
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...zone(timeZone) }).format(atMs);
  return `${date} ${time}`;
}

/** The day a play belongs to: `Today`, `Yesterday`, `Friday 21 November`, with the year when it is another one. */
export function formatDay(atMs: number, nowMs: number, timeZone?: string): string {
  const key = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone(timeZone) });
  const day = key.format(atMs);
  if (day === key.format(nowMs)) return 'Today';
  if (day === key.format(nowMs - 86_400_000)) return 'Yesterday';
  const sameYear = day.slice(0, 4) === key.format(nowMs).slice(0, 4);
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone(timeZone),
  })
    .format(atMs)
    .replace(',', '');
}

/** `1 stream`, `3 streams`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `12,480`. */
export function formatNumber(count: number): string {
  return new Intl.NumberFormat('en-GB').format(count);
}

function zone(timeZone: string | undefined) {
  return timeZone === undefined ? {} : { timeZone };
}
