import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const jobsFolderOf = (dataDir: string): string => join(dataDir, 'jobs');

export const jobFolderOf = (dataDir: string, jobId: string): string => join(jobsFolderOf(dataDir), jobId);

/** Ids of the jobs that have files: those that go on, and those that ended a moment ago. */
export async function jobsWithFolder(dataDir: string): Promise<readonly string[]> {
  try {
    return await readdir(jobsFolderOf(dataDir));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Removes the files of a job that has ended. */
export const removeJobFolder = (dataDir: string, jobId: string): Promise<void> =>
  rm(jobFolderOf(dataDir, jobId), { recursive: true, force: true });
