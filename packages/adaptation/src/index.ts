export {
  WearableAdaptation,
  type BeatJudgement,
  type EncodedBeat,
  type WearableState,
} from './adaptation.ts';
export { WearableError, type WearableErrorCode } from './errors.ts';
export { featureNames, type FeatureName, type Features } from './features.ts';
export { fitFusion, type LabelledFeatures } from './fit-fusion.ts';
export { logit, lossOf, type Fusion } from './fusion.ts';
export { wearableModelDirectory } from './model-directory.ts';
export { wearableProfile, type WearableProfile } from './profile.ts';
export { wearableInput } from './window.ts';
