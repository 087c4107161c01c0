export { compareShadow, type ShadowedPatient } from './compare-shadow.ts';
export { rescore, type Rescored, type RescoreOptions } from './rescore.ts';
