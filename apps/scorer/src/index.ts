export { openModels, type OpenModels } from './models.ts';
export { buildScorer } from './scorer.ts';
export { buildShadowScorer } from './shadow/shadow-scorer.ts';
