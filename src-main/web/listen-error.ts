// Why the web server could not start, in words that help: which address, and whether another program has it.
import { z } from 'zod';
import { toError } from '../lib/to-error.ts';

export type ListenFailure = 'port-taken' | 'not-allowed' | 'no-such-address' | 'other';

const kinds = new Map<string, ListenFailure>([
  ['EADDRINUSE', 'port-taken'],
  ['EACCES', 'not-allowed'],
  ['EADDRNOTAVAIL', 'no-such-address'],
  ['ENOTFOUND', 'no-such-address'],
]);

const describe = (kind: ListenFailure, host: string, port: number, cause: Error): string => {
  const address = `${host}:${port}`;
  switch (kind) {
    case 'port-taken':
      return `Another program is already listening on ${address}.`;
    case 'not-allowed':
      return `The system does not let Marquee listen on ${address}.`;
    case 'no-such-address':
      return `This machine has no address ${host} to listen on.`;
    case 'other':
      return `Marquee cannot listen on ${address}: ${cause.message}`;
  }
};

export class ListenError extends Error {
  readonly kind: ListenFailure;
  readonly host: string;
  readonly port: number;
  constructor(thrown: unknown, host: string, port: number) {
    const code = z.object({ code: z.string() }).safeParse(thrown).data?.code ?? '';
    const kind = kinds.get(code) ?? 'other';
    super(describe(kind, host, port, toError(thrown)), { cause: thrown });
    this.name = 'ListenError';
    this.kind = kind;
    this.host = host;
    this.port = port;
  }
}
