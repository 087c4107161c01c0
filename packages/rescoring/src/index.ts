export { rescore, type Rescored, type RescoreOptions } from './rescore.ts';
