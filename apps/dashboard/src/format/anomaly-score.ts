import { rr140Zscore } from '@beatwatch/contracts';

/** What the anomaly score means, whatever the model: a tooltip. */
export const scoreTooltip =
  'How unusual a beat is for this patient. A beat whose score is above the threshold is anomalous.';

/** How the model with this preprocessing computes its anomaly score, as one sentence. */
export const scoreDefinition = (preprocessing: string): string =>
  preprocessing === rr140Zscore
    ? 'The score is the reconstruction loss: the sum of the differences between recorded and reconstructed beat (shaded).'
    : 'The score compares what the autoencoder leaves of the beat with what it leaves of this patient’s own beats: 1 is usual.';
