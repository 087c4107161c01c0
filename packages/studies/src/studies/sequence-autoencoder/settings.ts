import type { SequenceName } from './beat-window.ts';

/** Settings that decide the outcome. */
export interface SequenceStudySettings {
  /** Size of the code. */
  readonly embedding: number;
  /** Units of the outer layers. */
  readonly hidden: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate of Adam. */
  readonly learningRate: number;
  /** What autoencoders are trained on, one each. */
  readonly sequences: readonly SequenceName[];
  /** Normal windows of each patient to train on, spread evenly. */
  readonly windowsPerPatient: number;
  /** Decides first weights, batches and trees. */
  readonly seed: number;
  /** Records of each database, spread evenly. Default: all. */
  readonly recordsPerDatabase?: number;
}

/** Some ten minutes on two cores. */
export const sequenceStudyDefaults: SequenceStudySettings = {
  embedding: 8,
  hidden: 32,
  epochs: 10,
  batchSize: 32,
  learningRate: 0.005,
  sequences: ['mean beat', 'rhythm'],
  windowsPerPatient: 8,
  seed: 42,
};

export const quickSequenceStudyDefaults: SequenceStudySettings = {
  ...sequenceStudyDefaults,
  epochs: 3,
  recordsPerDatabase: 8,
};
