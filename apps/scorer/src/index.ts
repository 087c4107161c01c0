export { openModels, type OpenModels } from './models.ts';
export { buildScorer, type ScorerOptions } from './scorer.ts';
