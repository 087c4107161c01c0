import process from 'node:process';

/** From now on what this process and its parts create is for their user alone: it holds patients' data and passwords. */
export function keepFilesPrivate(): void {
  process.umask(0o077);
}
