export { buildScorer, type ScorerOptions } from './scorer.ts';
