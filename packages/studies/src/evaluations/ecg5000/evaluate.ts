import { rr140Zscore } from '@beatwatch/contracts';
import {
  examplesFingerprint,
  loadModel,
  pretrainedModelDirectory,
  reconstructionLosses,
  type Model,
  type Threshold,
} from '@beatwatch/model-core';
import { StudyError } from '../../errors.ts';
import { readEcg5000 } from '../../ecg5000/beats.ts';
import { detectionFigures, type DetectionFigures } from '../../ecg5000/figures.ts';
import { trainEcgModel, type TrainEcgProgress, type TrainEcgSettings } from '../../ecg5000/train-model.ts';

export interface EvaluateEcg5000Options {
  /** The official train split; the model must have been trained on its normal beats. */
  readonly trainFile: string;
  readonly testFile: string;
  /** The model to judge. Default: the one that comes with Beatwatch. */
  readonly model?: EvaluatedModel;
  readonly onProgress?: (progress: EvaluateEcg5000Progress) => void;
}

export type EvaluatedModel =
  | { readonly kind: 'pretrained' }
  | { readonly kind: 'directory'; readonly directory: string }
  /** A new model, trained on `trainFile` first. */
  | { readonly kind: 'retrained'; readonly settings: TrainEcgSettings };

type EvaluateEcg5000Progress = TrainEcgProgress | { readonly phase: 'scoring'; readonly beats: number };

/** Anomalies, all classes but 1, are the positive side. */
export interface Ecg5000Evaluation extends DetectionFigures {
  readonly threshold: Threshold;
  readonly model: {
    readonly source: EvaluatedModel['kind'];
    readonly version: string;
    /** Undefined for a retrained model. */
    readonly directory?: string;
    readonly trainedOnBeats: number;
    readonly trainingFingerprint: string;
  };
}

/**
 * Judges a model on unseen beats by ECG5000's official protocol: trained on the train split's normal beats alone, with
 * a threshold from normal beats alone. Its anomaly score is the reconstruction loss.
 * @throws StudyError (`other-training-data`) if the model was trained on other beats than `trainFile`'s normals,
 * (`unsuitable-model`) if it has no threshold or accepts another preprocessing; RecordingError, ModelCoreError
 */
export async function evaluateEcg5000(options: EvaluateEcg5000Options): Promise<Ecg5000Evaluation> {
  const { trainFile, testFile, model: choice = { kind: 'pretrained' }, onProgress } = options;
  const train = await readEcg5000(trainFile);
  const test = await readEcg5000(testFile);
  const directory = choice.kind === 'directory' ? choice.directory : pretrainedModelDirectory();
  const model =
    choice.kind === 'retrained'
      ? (await trainEcgModel(train.normals, { ...(onProgress && { onProgress }), ...choice.settings })).model
      : await loadModel(directory);
  const { threshold, training } = judgeable(model, examplesFingerprint(train.normals), trainFile);

  onProgress?.({ phase: 'scoring', beats: test.all.length });
  const losses = await reconstructionLosses(
    model,
    test.all.map(({ samples }) => samples),
  );
  const labels = test.all.map(({ label }) => label);
  return {
    ...detectionFigures(labels, losses, threshold),
    threshold,
    model: {
      source: choice.kind,
      version: model.manifest.version,
      ...(choice.kind === 'retrained' ? {} : { directory }),
      trainedOnBeats: training.beatCount,
      trainingFingerprint: training.dataFingerprint,
    },
  };
}

function judgeable({ manifest }: Model, trainFingerprint: string, trainFile: string) {
  const { threshold, training, preprocessing, version } = manifest;
  if (preprocessing !== rr140Zscore)
    throw new StudyError(
      { field: `preprocessing of model ${version}`, found: preprocessing, expected: rr140Zscore },
      { code: 'unsuitable-model' },
    );
  if (threshold === undefined || training === undefined)
    throw new StudyError(
      { field: `threshold or training of model ${version}`, expected: 'a trained model' },
      { code: 'unsuitable-model' },
    );
  if (training.dataFingerprint !== trainFingerprint)
    throw new StudyError(
      `model ${version} was trained on ${training.beatCount} beats of ${training.dataFingerprint}, ` +
        `the normal beats of ${trainFile} are ${trainFingerprint}: retrain, or name a model trained on them`,
      { code: 'other-training-data', context: { file: trainFile } },
    );
  return { threshold, training };
}
