// Why an import failed, in a sentence for the owner; what exactly was said is in the log.
import { ImportError } from '../tautulli/import-error.ts';

/** DuckDB and the system each have their own words for a disk that is full. */
const fullDisk = /no space left|ENOSPC|max_temp_directory_size|disk is full/i;

export const sayFailure = (error: Error, dataDir: string): string => {
  const { message } = error;
  if (fullDisk.test(message))
    return `The disk of ${dataDir} is full. What was brought until then is safe; make room, and import again for the rest.`;
  if (message.startsWith('Out of Memory'))
    return 'The history needs more memory than it may have at the moment. Import again for the rest when less is going on.';
  return error instanceof ImportError ? message : `The history could not take it in: ${message.split('\n')[0] ?? ''}`;
};
