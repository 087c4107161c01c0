export { RescoreError } from '../errors.ts';
export {
  countDifferences,
  mapCourses,
  type AlarmComparison,
  type AlarmCourse,
  type AlarmDifference,
} from './compare-alarms.ts';
export { replayAlarms, type ReplayedAlarms, type ReplayOptions } from './replay-alarms.ts';
