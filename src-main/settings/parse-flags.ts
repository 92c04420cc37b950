// The command line: a command, flags with their values, and what about it cannot be understood.
import { parseArgs } from 'node:util';
import { settingRows, type SettingKey } from './settings.ts';

export type Flags = Map<SettingKey, string>;

export type CommandLine = {
  command: 'serve' | 'link' | 'smoke' | 'help' | 'version';
  flags: Flags;
  /** Flags of ours without a value. */
  problems: string[];
  /** What is none of ours; on the desktop it may be Chromium's. */
  unknown: string[];
};

const rowOf = new Map(settingRows.map((row) => [row.flag, row]));

export const parseFlags = (args: string[]): CommandLine => {
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      smoke: { type: 'boolean' },
      ...Object.fromEntries(settingRows.map((row) => [row.flag, { type: 'string' } as const])),
    },
  });
  const flags: Flags = new Map();
  const problems: string[] = [];
  const unknown: string[] = [];
  let command: CommandLine['command'] = 'serve';
  let asked: 'smoke' | 'help' | 'version' | null = null;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (token.value === 'link' || token.value === 'serve') command = token.value;
      else unknown.push(`“${token.value}” is no command: expected link, or nothing to start Marquee`);
    } else if (token.name === 'help' || token.name === 'version' || token.name === 'smoke') {
      asked ??= token.name;
    } else {
      const row = rowOf.get(token.name);
      if (!row) unknown.push(`${token.rawName} is no flag of Marquee; --help lists them`);
      else if (!token.value) problems.push(`--${row.flag} has no value: expected ${row.expected}`);
      else flags.set(row.key, token.value);
    }
  }
  return { command: asked ?? command, flags, problems, unknown };
};
