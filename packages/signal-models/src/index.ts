export {
  createAtrialFibrillationModel,
  loadAtrialFibrillationModel,
  saveAtrialFibrillationModel,
} from './atrial-fibrillation-model.ts';
export {
  beatClassModelOf,
  createBeatsModel,
  loadBeatsModel,
  saveBeatsModel,
  type BeatsModel,
} from './beats-model.ts';
export { createFibrillationModel, saveFibrillationModel } from './fibrillation-model.ts';
export { createQualityModel, saveQualityModel } from './quality-model.ts';
export { loadRhythmModels, loadSignalModels, type LoadedSignalModels } from './shipped-models.ts';
