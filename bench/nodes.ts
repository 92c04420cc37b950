// The Nodes that can run a core here: the machine's own, as an owner has it, and the one that npm puts first.
import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { findProgram } from '../tools/system-packages.ts';

export type NodeProgram = { file: string; version: string };

/** The PATH without what npm has put in front. */
export const systemPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);

const npmNode: NodeProgram = { file: process.execPath, version: process.version };

const findSystemNode = (): NodeProgram => {
  const file = findProgram(['node'], systemPath);
  if (file === null) return npmNode;
  const version = execFileSync(file, ['--version']).toString().trim();
  return version === npmNode.version ? npmNode : { file, version };
};

export const systemNode = findSystemNode();

/** One where both are the same. */
export const nodes: readonly NodeProgram[] = [...new Set([systemNode, npmNode])];
