const titles: Readonly<Record<string, string>> = {
  live: 'Live path',
  anomalyScore: 'Live path’s anomaly score',
  withoutAutoencoder: 'Live path without the autoencoder',
  templateForAutoencoder: 'Live path with median shapes in its place',
  autoencoderAlone: 'Autoencoder alone',
  unadaptedAutoencoder: 'Autoencoder without adaptation',
  template: 'Median beat and prematurity',
  nearestNeighbours: 'Three nearest neighbours and prematurity',
};

/** A detector's name in reports. */
export const detectorTitle = (name: string): string => titles[name] ?? name;
