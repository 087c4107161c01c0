export {
  createAtrialFibrillationModel,
  loadAtrialFibrillationModel,
  saveAtrialFibrillationModel,
} from './atrial-fibrillation-model.ts';
export { beatsFolderOf } from './beats-folder.ts';
export {
  beatClassModelOf,
  createBeatsModel,
  loadBeatsModel,
  saveBeatsModel,
  type BeatsModel,
} from './beats-model.ts';
export { treesFingerprint } from './tree-tensors.ts';
export {
  createVentricularRhythmModel,
  loadVentricularRhythmModel,
  saveVentricularRhythmModel,
} from './ventricular-rhythm-model.ts';
export { createFibrillationModel, saveFibrillationModel } from './fibrillation-model.ts';
export { createQualityModel, saveQualityModel } from './quality-model.ts';
export { learnedRecords, signalModelFolds } from './learned-records.ts';
export {
  loadRhythmModels,
  loadSignalModels,
  shippedModelFolder,
  type LoadedSignalModels,
  type SignalModelFolders,
} from './shipped-models.ts';
