import { join } from 'node:path';
import { readCheckpointFile, replaceCheckpointFile } from '@beatwatch/model-core';
import { z } from 'zod';
import { jobFolderOf } from './remove-job-folder.ts';

const originSchema = z.object({
  /** Version of the model whose weights it begins with: the champion may be another one by now. */
  baseVersion: z.string(),
  /** Fingerprint of the selection: the database may hold other beats by now. */
  selection: z.string(),
});

/** What the first attempt at a job found, and every later one goes by. */
type JobOrigin = z.output<typeof originSchema>;

/** Files of one job: they outlive the process that works on it, so that the next one goes on. */
export interface JobFolder {
  /** Weights, moments and history after the newest epoch that was completed. */
  readonly checkpointFile: string;
  /** Undefined before the first attempt has selected. */
  loadOrigin(): Promise<JobOrigin | undefined>;
  saveOrigin(origin: JobOrigin): Promise<void>;
}

export function jobFolder(dataDir: string, jobId: string): JobFolder {
  const folder = jobFolderOf(dataDir, jobId);
  const originFile = join(folder, 'origin.json');
  return {
    checkpointFile: join(folder, 'checkpoint.safetensors'),
    loadOrigin: async () => {
      const bytes = await readCheckpointFile(originFile);
      return bytes && originSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    },
    saveOrigin: (origin) =>
      replaceCheckpointFile(originFile, new TextEncoder().encode(JSON.stringify(origin))),
  };
}
