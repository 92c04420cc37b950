// What the numbers were measured on, and whether it was quiet enough to believe them.
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { nodes } from './nodes.ts';
import { round } from './numbers.ts';

export type Machine = {
  model: string;
  cores: number;
  memoryGb: number;
  system: string;
  nodes: string[];
  loadAtStart: number;
};

export const readMachine = (): Machine => ({
  model: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: round(totalmem() / 1024 ** 3, 0),
  system: `${platform()} ${release()}`,
  nodes: nodes.map(({ version }) => version),
  loadAtStart: round(loadavg()[0] ?? 0, 2),
});

/** A third of a machine that is busy with other things shows in every number. */
const isBusy = ({ loadAtStart, cores }: Machine): boolean => loadAtStart > cores * 0.3;

export const describeMachine = (machine: Machine): string[] => [
  `${machine.cores} cores, ${machine.model}, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.nodes.join(' and ')}, load ${machine.loadAtStart} at the start`,
  ...(isBusy(machine) ? ['! This machine is busy: the times below are longer than those of a quiet one.'] : []),
];
