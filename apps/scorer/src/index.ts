export { openModels } from './models.ts';
export { buildScorer } from './scorer.ts';
