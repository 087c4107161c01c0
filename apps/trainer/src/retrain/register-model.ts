import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel, saveModel, type Model } from '@beatwatch/model-core';
import { parametersFingerprint } from '@beatwatch/model-core/files';
import { wearable, type Repositories } from '@beatwatch/timescale';
import { modelsFolderOf } from '../models-folder.ts';

export interface RegisterOptions {
  readonly dataDir: string;
  readonly baseVersion: Model['manifest']['version'];
  readonly jobId: string;
}

/**
 * Writes the model's files and records it as the challenger; the same model again changes nothing.
 * @returns fingerprint of its weights and folder of its files
 */
export async function registerModel(
  model: Model,
  { models }: Pick<Repositories, 'models'>,
  { dataDir, baseVersion, jobId }: RegisterOptions,
): Promise<{ readonly fingerprint: string; readonly folder: string }> {
  const { manifest, parameters } = model;
  const { version } = manifest;
  const folder = `registry/${version}`;
  const path = join(modelsFolderOf(dataDir), folder);
  if (!(await isWritten(path))) {
    const written = `${path}.new`;
    await rm(path, { recursive: true, force: true });
    await saveModel(written, model);
    await rename(written, path);
  }
  const fingerprint = parametersFingerprint(parameters);
  await models.register({ version, manifest, fingerprint, folder, baseVersion, jobId });
  await models.setAlias({ name: wearable, alias: 'challenger', version, actor: `job ${jobId}` });
  return { fingerprint, folder: path };
}

/** Whether an attempt before wrote all of it. */
const isWritten = (path: string): Promise<boolean> =>
  loadModel(path).then(
    () => true,
    () => false,
  );
