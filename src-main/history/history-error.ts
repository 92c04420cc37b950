// Why the history cannot be opened or written, in words for the owner.

export class HistoryError extends Error {
  readonly kind: 'locked' | 'unwritable' | 'too-new' | 'not-stored' | 'closed';

  constructor(kind: HistoryError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'HistoryError';
    this.kind = kind;
  }
}
