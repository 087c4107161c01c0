import { rm } from 'node:fs/promises';
import { join } from 'node:path';

export const jobFolderOf = (dataDir: string, jobId: string): string => join(dataDir, 'jobs', jobId);

/** Removes the files of a job that has ended. */
export const removeJobFolder = (dataDir: string, jobId: string): Promise<void> =>
  rm(jobFolderOf(dataDir, jobId), { recursive: true, force: true });
