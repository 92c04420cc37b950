// The one encoder of problems: whatever went wrong becomes an RFC 9457 `application/problem+json` without internals.
import { ORPCError } from '@orpc/server';
import {
  problems,
  webProblems,
  type Problem,
  type ProblemCode,
  type WebProblemCode,
} from '../../src-contract/problem.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** Thrown by the web room's own routes and guards. */
export class WebProblem extends Error {
  readonly code: ProblemCode;
  /** More than the code says of it, for a person. */
  readonly detail: string | undefined;
  constructor(code: ProblemCode, { detail, ...options }: ErrorOptions & { detail?: string } = {}) {
    super(known[code].message, options);
    this.name = 'WebProblem';
    this.code = code;
    this.detail = detail;
  }
}

const known: Record<ProblemCode, { status: number; message: string }> = { ...problems, ...webProblems };

const isKnown = (code: string): code is ProblemCode => Object.hasOwn(known, code);

export const problemUri = (code: string): string => `urn:marquee:problem:${code.toLowerCase().replaceAll('_', '-')}`;

export const describeProblem = (code: ProblemCode, detail?: string, data?: unknown): Problem => ({
  type: problemUri(code),
  title: known[code].message,
  status: known[code].status,
  detail: detail ?? known[code].message,
  code,
  ...(data === undefined ? {} : { data }),
});

/** The statuses that fastify and oRPC give to errors of their own, before or outside any procedure. */
const byStatus = new Map<number, WebProblemCode>([
  [400, 'MALFORMED_REQUEST'],
  [404, 'NOT_FOUND'],
  [413, 'TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [429, 'TOO_MANY_TRIES'],
]);

const statusOf = (error: unknown): number => {
  if (typeof error !== 'object' || error === null) return 500;
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return 'status' in error && typeof error.status === 'number' ? error.status : 500;
};

export const toProblem = (error: unknown): Problem => {
  if (error instanceof WebProblem) return describeProblem(error.code, error.detail);
  if (error instanceof ORPCError && isKnown(error.code)) return describeProblem(error.code, error.message, error.data);
  const status = statusOf(error);
  return describeProblem(byStatus.get(status) ?? (status < 500 ? 'MALFORMED_REQUEST' : 'INTERNAL'));
};
