import { fileURLToPath } from 'node:url';
import type { SignalModels } from '@beatwatch/ecg';
import type { RhythmModels } from '@beatwatch/rhythm';
import { loadAtrialFibrillationModel } from './atrial-fibrillation-model.ts';
import { loadFibrillationModel, type FibrillationManifest } from './fibrillation-model.ts';
import { loadVentricularRhythmModel } from './ventricular-rhythm-model.ts';
import { loadQualityModel, type QualityManifest } from './quality-model.ts';

/** Folder of any shipped model of this package, by the folder's name. */
export const shippedModelFolder = (name: string): string =>
  fileURLToPath(new URL(`../models/${name}`, import.meta.url));

export interface SignalModelFolders {
  /** Folder of the signal quality model. Default: the shipped model. */
  readonly quality?: string | undefined;
  /** Folder of the fibrillation model. Default: the shipped model. */
  readonly fibrillation?: string | undefined;
}

export interface LoadedSignalModels {
  readonly models: SignalModels;
  /** Descriptions for the model registry and the log. */
  readonly manifests: readonly (QualityManifest | FibrillationManifest)[];
}

/**
 * Reads the models that judge each second of a lead.
 * @throws ModelCoreError if a file is missing, foreign or broken, with file, field, found and expected
 */
export async function loadSignalModels(folders: SignalModelFolders = {}): Promise<LoadedSignalModels> {
  const [quality, fibrillation] = await Promise.all([
    loadQualityModel(folders.quality ?? shippedModelFolder('quality')),
    loadFibrillationModel(folders.fibrillation ?? shippedModelFolder('fibrillation')),
  ]);
  return {
    models: { quality: quality.network, fibrillation: fibrillation.model },
    manifests: [quality.manifest, fibrillation.manifest],
  };
}

export interface RhythmModelFolders {
  /** Folder of the atrial fibrillation model. Default: the shipped model. */
  readonly atrialFibrillation?: string | undefined;
  /** Folder of the ventricular rhythm model. Default: the shipped model. */
  readonly ventricularRhythm?: string | undefined;
}

/**
 * Reads the models that tell rhythms from a patient's beats.
 * @throws ModelCoreError as `loadSignalModels`
 */
export async function loadRhythmModels(folders: RhythmModelFolders = {}): Promise<RhythmModels> {
  const [atrial, ventricular] = await Promise.all([
    loadAtrialFibrillationModel(folders.atrialFibrillation ?? shippedModelFolder('atrial-fibrillation')),
    loadVentricularRhythmModel(folders.ventricularRhythm ?? shippedModelFolder('ventricular-rhythm')),
  ]);
  return { atrialFibrillation: atrial.model, ventricular: ventricular.model };
}
