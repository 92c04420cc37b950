// Why something cannot be read as a Tautulli's history, in a sentence for the owner.

export class ImportError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ImportError';
  }
}
