import type { QualityNetwork } from '@beatwatch/ecg';

/** Number of significant decimal digits kept. */
const digits = 4;

const rounded = (values: Float64Array): Float64Array =>
  values.map((value) => Number(value.toPrecision(digits)));

/** Rounds the weights for the model file: further digits are training noise. */
export const roundNetwork = (network: QualityNetwork): QualityNetwork => ({
  centre: rounded(network.centre),
  scale: rounded(network.scale),
  hidden: rounded(network.hidden),
  hiddenBias: rounded(network.hiddenBias),
  output: rounded(network.output),
  outputBias: rounded(network.outputBias),
});
