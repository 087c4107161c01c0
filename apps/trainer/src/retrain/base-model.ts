import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { ContractError, modelVersion, shown } from '@beatwatch/contracts';
import { wearable, type Repositories } from '@beatwatch/timescale';
import { TrainerError } from '../errors.ts';
import { modelsFolderOf } from '../models-folder.ts';
import { loadWearableModel, type WearableModel } from './wearable-model.ts';

/**
 * The model that a training begins with.
 * @param base `champion`, `shipped`, or the version of a registered or the shipped model
 * @throws TrainerError (`unknown-model`), ModelCoreError where its files are broken
 */
export async function baseModel(
  base: string,
  { models }: Pick<Repositories, 'models'>,
  dataDir: string,
): Promise<WearableModel> {
  const shipped = await loadWearableModel(wearableModelDirectory());
  if (base === 'shipped' || base === shipped.version) return shipped;
  const version = base === 'champion' ? await models.aliased(wearable, 'champion') : versionOf(base);
  if (version === undefined && base === 'champion') return shipped;
  if (version === shipped.version) return shipped;
  const registered = version && (await models.registered(version));
  if (registered === undefined) {
    throw new TrainerError(
      {
        field: 'base',
        found: shown(base),
        expected: 'champion, shipped, or the version of a registered model',
      },
      { code: 'unknown-model' },
    );
  }
  return loadWearableModel(join(modelsFolderOf(dataDir), registered.folder));
}

function versionOf(base: string): ReturnType<typeof modelVersion> | undefined {
  try {
    return modelVersion(base);
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}
