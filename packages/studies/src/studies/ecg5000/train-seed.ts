import {
  createModel,
  createOnnxScoringEngine,
  createTrainingEngine,
  lstmAutoencoder,
  trainAutoencoder,
  type EpochProgress,
  type EpochRecord,
  type Threshold,
} from '@beatwatch/model-core';
import type { LabelledBeat } from '@beatwatch/recordings';
import type { StudyContext, StudySettings } from './settings.ts';
import type { StudySplit } from './split.ts';
import { togetherWithDensity, type JudgedScores } from './density.ts';
import { controlLimit, outerFence } from './threshold.ts';

/** The autoencoder's outputs for one part of the split. */
export interface PartScores {
  readonly beats: readonly LabelledBeat[];
  /** `[beat]`: reconstruction loss, the sum of absolute errors over the beat. */
  readonly losses: readonly number[];
  /** `[beat]`: reconstruction. */
  readonly reconstructions: readonly Float32Array[];
}

/** Anomaly scores of one detector, and its threshold from the validation normals alone. */
export interface Detection {
  readonly scores: JudgedScores;
  readonly threshold: Threshold;
}

/** One training with its own split, weights and order of batches. */
export interface SeedRun {
  readonly seed: number;
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
  /** By the reconstruction loss of the autoencoder alone. */
  readonly autoencoder: Detection;
  /** By reconstruction loss and density of normal beats together. */
  readonly together: Detection;
  /** Versions of the libraries used for training, by name. */
  readonly libraries: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<keyof StudySplit, PartScores>>;
}

/**
 * Trains on the train normals, and scores every part of the split.
 * @throws ModelCoreError
 */
export async function trainSeed(
  split: StudySplit,
  seed: number,
  settings: StudySettings,
  {
    engine,
    threads,
    checkpointFor,
    onEpoch,
  }: StudyContext & { readonly onEpoch: (progress: EpochProgress) => void },
): Promise<SeedRun> {
  const { embedding, epochs, batchSize, learningRate } = settings;
  const samplesOf = (beats: readonly LabelledBeat[]) => beats.map(({ samples }) => samples);
  const trained = await trainAutoencoder({
    architecture: lstmAutoencoder({ embedding }),
    objective: { reconstruction: 'absolute-error-sum' },
    train: samplesOf(split.train),
    validation: samplesOf(split.validation),
    epochs,
    batchSize,
    learningRate,
    seed,
    onEpoch,
    createEngine: (architecture, objective, state) =>
      createTrainingEngine(architecture, objective, state, { threads, ...(engine && { engine }) }),
    ...(checkpointFor && { checkpoint: checkpointFor(seed) }),
  });
  const model = createModel(trained);
  const scoring = await createOnnxScoringEngine(model, { threads });
  try {
    const score = async (beats: readonly LabelledBeat[]): Promise<PartScores> => {
      const { losses, reconstructions } = await scoring.score(
        Float32Array.from(beats.flatMap(({ samples }) => [...samples])),
        beats.length,
      );
      const reconstructionOf = (_: LabelledBeat, index: number) =>
        reconstructions.slice(index * scoring.sampleCount, (index + 1) * scoring.sampleCount);
      return { beats, losses: [...losses], reconstructions: beats.map(reconstructionOf) };
    };
    const parts = {
      train: await score(split.train),
      validation: await score(split.validation),
      testNormals: await score(split.testNormals),
      testAnomalies: await score(split.testAnomalies),
    };
    const { validation, testNormals, testAnomalies } = parts;
    const losses = {
      validation: validation.losses,
      testNormals: testNormals.losses,
      testAnomalies: testAnomalies.losses,
    };
    const scores = togetherWithDensity(split, losses);
    return {
      seed,
      bestEpoch: trained.bestEpoch,
      history: trained.history,
      libraries: model.manifest.libraries,
      parts,
      autoencoder: { scores: losses, threshold: controlLimit(losses.validation) },
      together: { scores, threshold: outerFence(scores.validation) },
    };
  } finally {
    await scoring.dispose();
  }
}
