import { usableQualityIndex, type ModelVersion, type PatientId } from '@beatwatch/contracts';

/** What of the stored beats is selected; plain data, kept with the selection. */
export interface SelectionSettings {
  /** Epoch time of the first R peak. */
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  /** Default: every patient with beats. */
  readonly patients?: readonly PatientId[];
  /** Of the beats: what the model to be trained accepts. */
  readonly preprocessing: string;
  /** Whose verdicts tell ectopic beats. Default: the score stored last. */
  readonly judgedBy?: ModelVersion;
  /** Beats of one patient at most. Default 300. */
  readonly beatsPerPatient: number;
  /** Beats of one patient, drawn evenly over the time, among which what is unusual is told. Default 1500. */
  readonly candidatesPerPatient: number;
  /** Seconds below it are left out, 0 to 1. Default 0.5, below which nothing is learned on the live path either. */
  readonly leastQualityIndex: number;
  /** Share of a patient's beats of one lead that have to be near for a beat to count as usual, 0 to 0.5. Default 0.4. */
  readonly neighbourShare: number;
  /** Robust standard deviations above the median of the logarithmic distance from which a beat is left out. Default 2. */
  readonly mostDeviations: number;
  /** The same of how early a beat comes. Default 1.5. */
  readonly mostEarlyDeviations: number;
  /** Share of the patients, one at least, or of one patient's time, that validates; 0: nobody does. Default 0.2. */
  readonly validationShare: number;
  /** Share of the labelled alarms, the newest, that are held out to compare models on. Default 0.3. */
  readonly testShare: number;
  /**
   * Newest labelled alarms of a patient that come with all leads' beats of the ten minutes before them, by which the classes of
   * their beats are told; the beats of true ones are then in the selection too. Default 0: normal beats alone.
   */
  readonly alarmsWithContext: number;
  /** Time between beats of different parts of one patient, microseconds. Default a minute. */
  readonly guardUs: number;
  /** Decides which beats are drawn and which patients validate. Default 1. */
  readonly seed: number;
}

export const selectionDefaults: Omit<SelectionSettings, 'fromUs' | 'toUs' | 'preprocessing'> = {
  beatsPerPatient: 300,
  candidatesPerPatient: 1500,
  leastQualityIndex: usableQualityIndex,
  neighbourShare: 0.4,
  mostDeviations: 2,
  mostEarlyDeviations: 1.5,
  validationShare: 0.2,
  testShare: 0.3,
  alarmsWithContext: 0,
  guardUs: 60_000_000,
  seed: 1,
};
