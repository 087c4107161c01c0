import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceCheckpointFile } from '@beatwatch/model-core';
import { z } from 'zod';
import { jobFolderOf } from './remove-job-folder.ts';

/** Files of one job: they outlive the process that works on it, so that the next one goes on. */
export interface JobFolder {
  /** Weights, moments and history after the newest epoch that was completed. */
  readonly checkpointFile: string;
  /** Fingerprint of what the first attempt selected; undefined before that. */
  loadSelection(): Promise<string | undefined>;
  saveSelection(fingerprint: string): Promise<void>;
}

const selectionSchema = z.object({ fingerprint: z.string() });

export function jobFolder(dataDir: string, jobId: string): JobFolder {
  const folder = jobFolderOf(dataDir, jobId);
  const selectionFile = join(folder, 'selection.json');
  return {
    checkpointFile: join(folder, 'checkpoint.safetensors'),
    loadSelection: async () => {
      const text = await readFile(selectionFile, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : selectionSchema.parse(JSON.parse(text)).fingerprint;
    },
    saveSelection: (fingerprint) =>
      replaceCheckpointFile(selectionFile, new TextEncoder().encode(JSON.stringify({ fingerprint }))),
  };
}
