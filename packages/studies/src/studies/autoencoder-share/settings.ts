export interface AutoencoderShareSettings {
  /** Size of the code; the outer layers have twice as many units. */
  readonly embedding: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate of Adam. */
  readonly learningRate: number;
  /** Normal beats of each patient that the autoencoders learn from. */
  readonly beatsPerPatient: number;
  /** Recordings of cinc2017-more labelled as normal that they learn from as well. */
  readonly wearablePatients: number;
  /** Resampled sets of patients for the intervals. */
  readonly resamples: number;
  /** Decides weights, batches, noise, trees and resamples. */
  readonly seed: number;
}

export const autoencoderShareDefaults: AutoencoderShareSettings = {
  embedding: 16,
  epochs: 8,
  batchSize: 32,
  learningRate: 0.003,
  beatsPerPatient: 40,
  wearablePatients: 80,
  resamples: 200,
  seed: 42,
};
