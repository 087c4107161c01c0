import {
  createModel,
  createOnnxScoringEngine,
  lstmAutoencoder,
  trainAutoencoder,
  type EpochProgress,
  type EpochRecord,
  type Threshold,
} from '@beatwatch/model-core';
import type { LabelledBeat } from '@beatwatch/ecg';
import type { StudyContext, StudySettings } from './settings.ts';
import type { StudySplit } from './split.ts';
import { studyThreshold } from './threshold.ts';

/** What the autoencoder made of one part of the split. */
export interface PartScores {
  readonly beats: readonly LabelledBeat[];
  /** `[beat]`: sum of absolute errors over the beat. */
  readonly losses: readonly number[];
  /** `[beat]`: what the autoencoder gave back. */
  readonly reconstructions: readonly Float32Array[];
}

/** One training with its own split, weights and order of batches. */
export interface SeedRun {
  readonly seed: number;
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
  /** From the validation normals alone. */
  readonly threshold: Threshold;
  /** Versions of the libraries that trained it, by name. */
  readonly libraries: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<keyof StudySplit, PartScores>>;
}

/**
 * Trains on the train normals and scores every part of the split.
 * @throws ModelCoreError
 */
export async function trainSeed(
  split: StudySplit,
  seed: number,
  settings: StudySettings,
  { threads, checkpointFor, onEpoch }: StudyContext & { readonly onEpoch: (progress: EpochProgress) => void },
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
    ...(checkpointFor && { checkpoint: checkpointFor(seed) }),
  });
  const model = createModel(trained);
  const engine = await createOnnxScoringEngine(model, { threads });
  try {
    const score = async (beats: readonly LabelledBeat[]): Promise<PartScores> => {
      const { losses, reconstructions } = await engine.score(
        Float32Array.from(beats.flatMap(({ samples }) => [...samples])),
        beats.length,
      );
      const reconstructionOf = (_: LabelledBeat, index: number) =>
        reconstructions.slice(index * engine.sampleCount, (index + 1) * engine.sampleCount);
      return { beats, losses: [...losses], reconstructions: beats.map(reconstructionOf) };
    };
    const parts = {
      train: await score(split.train),
      validation: await score(split.validation),
      testNormals: await score(split.testNormals),
      testAnomalies: await score(split.testAnomalies),
    };
    const threshold = studyThreshold(parts.validation.losses);
    return {
      seed,
      bestEpoch: trained.bestEpoch,
      history: trained.history,
      threshold,
      parts,
      libraries: model.manifest.libraries,
    };
  } finally {
    await engine.dispose();
  }
}
