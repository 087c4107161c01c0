import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelVersion } from '@beatwatch/contracts';
import { saveModel } from '@beatwatch/model-core';
import { parametersFingerprint } from '@beatwatch/model-core/files';
import { saveBeatsModel, treesFingerprint } from '@beatwatch/signal-models';
import { wearable, type Repositories } from '@beatwatch/timescale';
import { modelsFolderOf } from '../models-folder.ts';
import { loadWearableModel, treesFolderIn, type WearableModel } from './wearable-model.ts';

export interface RegisterOptions {
  readonly dataDir: string;
  readonly baseVersion: ModelVersion;
  readonly jobId: string;
  /** Whether it waits for a decision about everybody. Default: it does. */
  readonly isChallenger?: boolean;
}

/**
 * Writes the model's files and records it; the same model again changes nothing.
 * @returns fingerprint of its autoencoder's weights, or of its trees where it has its own, and folder of its files
 */
export async function registerModel(
  model: WearableModel,
  { models }: Pick<Repositories, 'models'>,
  { dataDir, baseVersion, jobId, isChallenger = true }: RegisterOptions,
): Promise<{ readonly fingerprint: string; readonly folder: string }> {
  const { version, encoder, trees, hasOwnTrees } = model;
  const folder = `registry/${version}`;
  const path = join(modelsFolderOf(dataDir), folder);
  if (!(await isWritten(path, version))) {
    const written = `${path}.new`;
    for (const stale of [path, written]) await rm(stale, { recursive: true, force: true });
    await saveModel(written, encoder);
    if (hasOwnTrees) await saveBeatsModel(treesFolderIn(written), trees);
    await rename(written, path);
  }
  const fingerprint = hasOwnTrees ? treesFingerprint(trees.trees) : parametersFingerprint(encoder.parameters);
  const manifest = hasOwnTrees ? { ...encoder.manifest, beatClasses: trees.manifest } : encoder.manifest;
  await models.register({ version, manifest, fingerprint, folder, baseVersion, jobId });
  if (isChallenger)
    await models.setAlias({ name: wearable, alias: 'challenger', version, actor: `job ${jobId}` });
  return { fingerprint, folder: path };
}

/** Whether an attempt before wrote all of it. */
const isWritten = (path: string, version: ModelVersion): Promise<boolean> =>
  loadWearableModel(path).then(
    (model) => model.version === version,
    () => false,
  );
