/** Classes of beats and the anomaly score. */
export const beats = {
  classes: {
    N: 'normal',
    S: 'supraventricular',
    V: 'ventricular',
    F: 'fusion',
    P: 'paced',
    U: 'unknown',
  },
  scoreTooltip:
    'How unusual a beat is for this patient. A beat whose score is above the threshold is anomalous.',
  scoreIsLoss:
    'The score is the reconstruction loss: the sum of the differences between recorded and reconstructed beat (shaded).',
  scoreIsRelative:
    'The score compares what the autoencoder leaves of the beat with what it leaves of this patient’s own beats: 1 is usual.',
};
