// Puts the settings together: flag, then environment variable, then settings file, then default. Says all that is wrong.
import { resolve } from 'node:path';
import { z } from 'zod';
import { hidePatterns } from '../lib/hide-secrets.ts';
import { toDefaultDataDir } from './data-dir.ts';
import type { Flags } from './parse-flags.ts';
import { settingRows, settingsSchema, type SettingKey, type SettingRow, type Settings } from './settings.ts';

type Environment = Record<string, string | undefined>;
type Choice = { row: SettingRow; from: string | null; text: string | null };

export type Sources = {
  flags: Flags;
  environment: Environment;
  /** What the settings file holds, by the setting's key. */
  file: Record<string, unknown>;
};
/** Which flag, variable or line of the file decided a setting; a default has none. */
export type Origins = ReadonlyMap<SettingKey, string>;
export type SettingsOrProblems =
  | { kind: 'settings'; settings: Settings; origins: Origins }
  | { kind: 'problems'; problems: string[] };

const plainSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const choose = (row: SettingRow, { flags, environment, file }: Sources): Choice => {
  const flag = flags.get(row.key);
  if (flag !== undefined) return { row, from: `--${row.flag}`, text: flag };
  const variable = environment[row.variable]?.trim();
  if (variable) return { row, from: row.variable, text: variable };
  const kept = row.secret || row.inWindow || row.key === 'dataDir' ? undefined : file[row.key];
  if (kept !== undefined && kept !== null && kept !== '') {
    const plain = plainSchema.safeParse(kept);
    return { row, from: `${row.key} in settings.json`, text: plain.success ? plain.data : JSON.stringify(kept) };
  }
  const fallback = row.key === 'dataDir' ? toDefaultDataDir(environment) : row.fallback;
  return { row, from: null, text: fallback };
};

/** Known before everything else, because the settings file lies in it. */
export const chooseDataDir = (flags: Flags, environment: Environment): string =>
  resolve(flags.get('dataDir') ?? (environment['MARQUEE_DATA_DIR']?.trim() || toDefaultDataDir(environment)));

const describeBadValue = ({ row, from, text }: Choice): string => {
  const value = row.secret || text === null ? '' : ` “${hidePatterns(text)}”`;
  return `${from ?? row.variable}:${value} ${row.secret ? 'the value (not shown)' : ''} does not fit; expected ${row.expected}`.replaceAll(
    / {2,}/g,
    ' ',
  );
};

export const readSettings = (sources: Sources): SettingsOrProblems => {
  const choices = settingRows.map((row) => choose(row, sources));
  const parsed = settingsSchema.safeParse(Object.fromEntries(choices.map(({ row, text }) => [row.key, text])));
  if (parsed.success) {
    const origins = new Map(choices.flatMap(({ row, from }) => (from === null ? [] : [[row.key, from]])));
    return { kind: 'settings', settings: { ...parsed.data, dataDir: resolve(parsed.data.dataDir) }, origins };
  }
  const bad = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return { kind: 'problems', problems: choices.filter(({ row }) => bad.has(row.key)).map(describeBadValue) };
};
