import type { QualityNetwork } from '@beatwatch/ecg';

/** Significant decimal digits that a weight keeps. */
const digits = 4;

const rounded = (values: Float64Array): Float64Array =>
  values.map((value) => Number(value.toPrecision(digits)));

/** A network as its file keeps it: what is beyond these digits is noise of the training. */
export const roundNetwork = (network: QualityNetwork): QualityNetwork => ({
  centre: rounded(network.centre),
  scale: rounded(network.scale),
  hidden: rounded(network.hidden),
  hiddenBias: rounded(network.hiddenBias),
  output: rounded(network.output),
  outputBias: rounded(network.outputBias),
});
