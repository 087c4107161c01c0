export type { AlarmCourse, AlarmDifference } from './compare-alarms.ts';
export { rescore, type Rescored, type RescoreOptions } from './rescore.ts';
