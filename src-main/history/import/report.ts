// What an import would bring, gathered part by part, in words for the owner.
import type { ImportCounts, ImportReport, UnusableWhy } from '../../../src-contract/import.ts';
import type { Head, Part } from '../tautulli/parts.ts';
import { addCounts, noCounts } from './runs.ts';
import type { Found } from './take-part.ts';

const words: Readonly<Record<UnusableWhy, string>> = {
  'no-start': 'It has no start.',
  'never-stopped': 'It never ended: Tautulli or its machine went down while it played.',
  'ends-before-start': 'It ends before it starts: a clock was wrong.',
  'no-item': 'What was played is not noted: neither a title nor a number.',
  'unknown-kind': 'It is of a kind that Marquee does not know.',
};

const examplesShown = 5;

export const toCounts = ({ rows }: Part, found: Found): ImportCounts => {
  const { added, alreadyHere, matched, replaced, unusable } = found;
  return { rows, added, alreadyHere, matched, replaced, unusable: unusable.length };
};

export const createReport = (head: Head, isKnown: boolean, serverName: string | null) => {
  let counts = noCounts;
  const unusable = new Map<UnusableWhy, number[]>();
  let [fromMs, untilMs] = [Infinity, 0];
  return {
    add: (part: Part, found: Found): void => {
      counts = addCounts(counts, toCounts(part, found));
      for (const { rowId, why } of found.unusable) {
        const rows = unusable.get(why) ?? [];
        rows.push(rowId);
        unusable.set(why, rows);
      }
      fromMs = Math.min(fromMs, found.fromMs ?? Infinity);
      untilMs = Math.max(untilMs, found.untilMs ?? 0);
    },
    counts: () => counts,
    finish: (users: ImportReport['users']): ImportReport => ({
      name: head.name,
      version: head.version,
      server:
        head.serverId === null ? null : { id: head.serverId, name: serverName ?? head.serverName, known: isKnown },
      counts,
      fromMs: untilMs === 0 ? null : fromMs,
      untilMs: untilMs === 0 ? null : untilMs,
      users,
      unusable: [...unusable].map(([why, rows]) => ({
        why,
        says: words[why],
        rows: rows.length,
        examples: rows.slice(0, examplesShown),
      })),
      remarks: [
        ...head.remarks,
        ...(head.serverId === null
          ? ['This source does not say which Plex server it watched. Name the server before you go on.']
          : isKnown
            ? []
            : ['Marquee does not watch this server. Its plays are kept under the id that Tautulli gives it.']),
      ],
    }),
  };
};
