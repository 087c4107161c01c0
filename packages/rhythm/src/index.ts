export { atrialWindows, recordingAtrialLogOdds } from './atrial-fibrillation/recording.ts';
export {
  noAtrialFibrillation,
  watchAtrialFibrillation,
  type AtrialFibrillationModel,
  type AtrialFibrillationState,
} from './atrial-fibrillation/watch.ts';
export {
  atrialFeatureSet,
  atrialWindowFeatureNames,
  atrialWindowFeatures,
} from './atrial-fibrillation/window-features.ts';
export {
  noVentricularRhythm,
  rememberRhythmSecond,
  rememberVentricularBeat,
  ventricularFeatureSet,
  findingOfRow,
  ventricularFinding,
  ventricularWindowFeatureNames,
  ventricularWindowFeatures,
  type VentricularFinding,
  type VentricularRhythmModel,
  type VentricularRhythmState,
} from './ventricular/watch.ts';
export type { RhythmModels } from './rhythm-models.ts';
