// One row of a Tautulli's history, from its file or its API: cells by Tautulli's own names, read leniently.

/** Absent columns (older layouts, the API) and empty texts are null. */
export type TautulliRow = { text: (name: string) => string | null; number: (name: string) => number | null };

const toText = (cell: unknown): string | null => {
  if (typeof cell === 'string') return cell === '' ? null : cell;
  return typeof cell === 'number' ? String(cell) : null;
};

const toNumber = (cell: unknown): number | null => {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell === 'boolean') return Number(cell);
  if (typeof cell !== 'string' || cell.trim() === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
};

/** `cell` gives what stands under a name, or undefined. */
export const toRow = (cell: (name: string) => unknown): TautulliRow => ({
  text: (name) => toText(cell(name)),
  number: (name) => toNumber(cell(name)),
});
