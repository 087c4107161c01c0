export { openModels, type OpenModels } from './models.ts';
export { buildScorer } from './scorer.ts';
