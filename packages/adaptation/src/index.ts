export type { Adaptation, AdaptedBeat } from './adaptation.ts';
export { encodeTogether, type EncodeBeats, type EncodedBeat } from './encode-beats.ts';
export { patientModel } from './patient-model.ts';
export {
  PatientModelError,
  PatientModels,
  type PatientModel,
  type PatientModelErrorCode,
} from './patient-models.ts';
export { WearableError, type WearableErrorCode } from './wearable/errors.ts';
export type { FeatureName, Features } from './wearable/features.ts';
export { fitFusion, type LabelledFeatures } from './wearable/fit-fusion.ts';
export { logit, type Fusion } from './wearable/fusion.ts';
export { wearableModelDirectory } from './wearable/model-directory.ts';
export { wearableProfile, type WearableProfile } from './wearable/profile.ts';
export { WearableAdaptation } from './wearable/wearable-adaptation.ts';
export { wearableInput } from './wearable/window.ts';
