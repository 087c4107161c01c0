import { fileURLToPath } from 'node:url';
import type { SignalModels } from '@beatwatch/ecg';
import { loadFibrillationModel, type FibrillationManifest } from './fibrillation-model.ts';
import { loadQualityModel, type QualityManifest } from './quality-model.ts';

/** Folder of a model that comes with Beatwatch. */
export const signalModelFolder = (name: 'quality' | 'fibrillation'): string =>
  fileURLToPath(new URL(`../models/${name}`, import.meta.url));

export interface SignalModelFolders {
  /** Default: the model that comes with Beatwatch. */
  readonly quality?: string | undefined;
  /** Default: the model that comes with Beatwatch. */
  readonly fibrillation?: string | undefined;
}

export interface LoadedSignalModels {
  readonly models: SignalModels;
  /** For the registry and the log. */
  readonly manifests: readonly (QualityManifest | FibrillationManifest)[];
}

/**
 * Reads the models that judge each second of a lead.
 * @throws ModelCoreError where a file is missing, foreign or broken; it names file, field, found and expected
 */
export async function loadSignalModels(folders: SignalModelFolders = {}): Promise<LoadedSignalModels> {
  const [quality, fibrillation] = await Promise.all([
    loadQualityModel(folders.quality ?? signalModelFolder('quality')),
    loadFibrillationModel(folders.fibrillation ?? signalModelFolder('fibrillation')),
  ]);
  return {
    models: { quality: quality.network, fibrillation: fibrillation.model },
    manifests: [quality.manifest, fibrillation.manifest],
  };
}
