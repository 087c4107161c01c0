export { engineSettingOf, trialLine, type EngineSetting } from './engines/open-engine.ts';
export { openModels, type OpenModels } from './models.ts';
export { buildScorer } from './scorer.ts';
export { buildShadowScorer } from './shadow/shadow-scorer.ts';
