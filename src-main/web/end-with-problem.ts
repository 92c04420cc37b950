// Ends a raw connection with a problem, where no request got far enough to be answered in the ordinary way.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebProblemCode } from '../../src-contract/problem.ts';
import { describeProblem, PROBLEM_TYPE } from './to-problem.ts';

export const endWithProblem = (socket: Duplex, code: WebProblemCode): void => {
  if (!socket.writable) return void socket.destroy();
  const problem = describeProblem(code);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};
