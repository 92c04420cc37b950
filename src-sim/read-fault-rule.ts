// Reads a fault from the body of a control command.
import type { Fields } from './control-input.ts';
import type { FaultRule, HttpFault } from './faults.ts';

export function readFaultRule(fields: Fields): FaultRule {
  const [path, times] = [fields.text('path'), fields.maybeWhole('times')];
  return { path, times, fault: fields.maybeFields('fault', toFault) ?? { kind: 'hang' } };
}

const toFault = (fields: Fields): HttpFault => {
  const kind = fields.oneOf('kind', ['slow', 'truncated', 'drop', 'hang', 'status', 'body']);
  if (kind === 'slow') return { kind, delayMs: fields.whole('delayMs') };
  if (kind === 'status') return { kind, status: fields.whole('status'), retryAfterS: fields.maybeWhole('retryAfterS') };
  if (kind === 'body') return { kind, body: fields.text('body') };
  return { kind };
};
