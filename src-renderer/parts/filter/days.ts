// Ranges of days: the usual ones by name, and how one is called. Pure; days are texts such as `2026-11-23`.
import type { Filter } from './filter-address.ts';

export type Days = Pick<Filter, 'from' | 'to'>;

const dayMs = 86_400_000;

/** The day on the wall's calendar in this zone. */
export function toDay(atMs: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(atMs);
}

/** So many days later; days of a calendar, so clocks that are set do not matter. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function usualDays(today: string): ReadonlyArray<{ name: string; days: Days }> {
  const year = Number(today.slice(0, 4));
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  const lastOfBefore = addDays(firstOfMonth, -1);
  return [
    { name: 'Today', days: { from: today, to: today } },
    { name: 'Yesterday', days: { from: addDays(today, -1), to: addDays(today, -1) } },
    { name: 'Last 7 days', days: { from: addDays(today, -6), to: today } },
    { name: 'Last 30 days', days: { from: addDays(today, -29), to: today } },
    { name: 'This month', days: { from: firstOfMonth, to: today } },
    { name: 'Last month', days: { from: `${lastOfBefore.slice(0, 7)}-01`, to: lastOfBefore } },
    { name: 'This year', days: { from: `${year}-01-01`, to: today } },
    { name: 'Last year', days: { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` } },
  ];
}

/** `Last 7 days`, `3 May 2025`, `1 Nov – 23 Nov 2026`, `since 1 Nov 2026`; moments are told with their time. */
export function describeDays({ from, to }: Days, today: string, zone: string): string | null {
  if (from === undefined && to === undefined) return null;
  const usual = usualDays(today).find(({ days }) => days.from === from && days.to === to);
  if (usual) return usual.name;
  const said = (moment: string | number) => (typeof moment === 'string' ? sayDay(moment) : sayMoment(moment, zone));
  if (to === undefined) return `since ${said(from ?? '')}`;
  if (from === undefined) return `until ${said(to)}`;
  if (from === to) return said(from);
  const [first, last] = [said(from), said(to)];
  const year = last.slice(-5);
  const sameYear = typeof from === 'string' && typeof to === 'string' && first.endsWith(year);
  return `${sameYear ? first.slice(0, -5) : first} – ${last}`;
}

function sayDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

function sayMoment(atMs: number, zone: string): string {
  const format = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...format }).format(atMs);
}
