export interface FineTuneSettings {
  /** Passes over the patient's beats. Default 3. */
  readonly epochs: number;
  /** Default 32. */
  readonly batchSize: number;
  /** Highest of Adam. Default 0.0003: a tenth of that of a first training. */
  readonly learningRate: number;
  /** Beats of the patient at most. Default 600. */
  readonly beatsPerPatient: number;
  /** Decides which beats are drawn, and their order in training. Default 42. */
  readonly seed: number;
}

export const fineTuneDefaults: FineTuneSettings = {
  epochs: 3,
  batchSize: 32,
  learningRate: 0.0003,
  beatsPerPatient: 600,
  seed: 42,
};
