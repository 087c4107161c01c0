import { saveModel, type ModelManifest } from '@beatwatch/model-core';
import { readEcg5000 } from '../../ecg5000/beats.ts';
import { trainEcgModel, type FoldReport, type TrainEcgSettings } from '../../ecg5000/train-model.ts';

export interface TrainEcgOptions extends TrainEcgSettings {
  /** ECG5000's official train split as ARFF. */
  readonly dataFile: string;
  /** Folder for `model.json` and `weights.safetensors`. */
  readonly outputDirectory: string;
}

export interface TrainEcgReport {
  readonly outputDirectory: string;
  readonly manifest: ModelManifest;
  readonly normalBeats: number;
  /** Beats of other classes in the file, which are not used. */
  readonly otherBeats: number;
  readonly folds: readonly FoldReport[];
}

/**
 * Trains on the normal beats of one file and writes the model.
 * @throws RecordingError, StudyError, ModelCoreError
 */
export async function trainEcg(options: TrainEcgOptions): Promise<TrainEcgReport> {
  const { dataFile, outputDirectory, ...settings } = options;
  const { all, normals } = await readEcg5000(dataFile);
  const { model, folds } = await trainEcgModel(normals, settings);
  await saveModel(outputDirectory, model);
  return {
    outputDirectory,
    manifest: model.manifest,
    normalBeats: normals.length,
    otherBeats: all.length - normals.length,
    folds,
  };
}
