import {
  countDifferences,
  mapCourses,
  type AlarmCourse,
  type AlarmDifference,
} from '@beatwatch/rescoring/alarms';

/** A difference as a row of a table: what it is, when, priority, kind. */
export function formatDifference(difference: AlarmDifference): string[] {
  switch (difference.is) {
    case 'gained':
      return ['gained', ...formatCourse(difference.rescored)];
    case 'lost':
      return ['lost', ...formatCourse(difference.stored)];
    case 'moved': {
      const { stored, rescored } = difference;
      const [span, ...rest] = formatCourse(rescored);
      return ['moved', `${formatSpan(stored)} -> ${span ?? ''}`, ...rest];
    }
  }
}

/** How many are gained, lost and moved. */
export function formatCounts(differences: readonly AlarmDifference[]): string {
  const { gained, lost, moved } = countDifferences(differences);
  return `${gained} gained, ${lost} lost, ${moved} moved`;
}

const formatCourse = (course: AlarmCourse): string[] => [formatSpan(course), course.priority, course.kind];

const formatSpan = ({ raisedUs, endedUs }: AlarmCourse): string =>
  `${formatTime(raisedUs)} to ${endedUs === undefined ? 'now' : formatTime(endedUs)}`;

export const formatTime = (timeUs: number): string => new Date(timeUs / 1000).toISOString();

/** A difference as it is printed as JSON; times are epoch microseconds. */
export const differenceJson = (difference: AlarmDifference): object => mapCourses(difference, courseJson);

const courseJson = ({ changes: _, ...course }: AlarmCourse): object => course;
