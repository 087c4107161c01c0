export interface AutoencoderShareSettings {
  /** Epochs of each denoising autoencoder. */
  readonly denoiserEpochs: number;
  /** Beats of each patient that denoisers learn from, and normal ones that a stranger's beats are compared with. */
  readonly beatsPerPatient: number;
  /** Recordings of cinc2017-more labelled as normal that are learned from as well. */
  readonly wearablePatients: number;
  /** Resampled sets of patients for the intervals. */
  readonly resamples: number;
  /** Decides weights, batches, noise, trees, labelled patients and resamples. */
  readonly seed: number;
  /** Records of each data set, spread evenly. Default: all. */
  readonly recordsPerDataSet?: number;
}

export const autoencoderShareDefaults: AutoencoderShareSettings = {
  denoiserEpochs: 24,
  beatsPerPatient: 100,
  wearablePatients: 100,
  resamples: 500,
  seed: 42,
};
