export {
  createFibrillationModel,
  saveFibrillationModel,
  type FibrillationManifest,
  type FibrillationModel,
} from './fibrillation-model.ts';
export {
  createQualityModel,
  saveQualityModel,
  type QualityManifest,
  type QualityModel,
} from './quality-model.ts';
export {
  loadSignalModels,
  signalModelFolder,
  type LoadedSignalModels,
  type SignalModelFolders,
} from './shipped-models.ts';
