export { RescoreError } from '../errors.ts';
export type { AlarmComparison, AlarmCourse, AlarmDifference } from './compare-alarms.ts';
export { replayAlarms, type ReplayedAlarms, type ReplayOptions } from './replay-alarms.ts';
