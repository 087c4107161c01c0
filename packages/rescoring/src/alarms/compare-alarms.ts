import {
  isEscalation,
  isMoreUrgent,
  type AlarmEvent,
  type AlarmId,
  type AlarmKind,
  type AlarmPriority,
} from '@beatwatch/contracts';

/** An alarm from its first change to its last. */
export interface AlarmCourse {
  readonly alarmId: AlarmId;
  readonly kind: AlarmKind;
  /** The highest that it had. */
  readonly priority: AlarmPriority;
  readonly raisedUs: number;
  /** When it was last over, latched or resolved; undefined where it is open. */
  readonly endedUs?: number;
  readonly changes: readonly AlarmEvent[];
}

/** An alarm that is not what it was. `moved`: raised, ended or announced at other times, or with another priority. */
export type AlarmDifference<Course = AlarmCourse> =
  | { readonly is: 'gained'; readonly rescored: Course }
  | { readonly is: 'lost'; readonly stored: Course }
  | { readonly is: 'moved'; readonly stored: Course; readonly rescored: Course };

type DifferenceCounts = Readonly<Record<AlarmDifference['is'], number>>;

export interface AlarmComparison {
  readonly stored: number;
  readonly rescored: number;
  readonly same: number;
  /** In order of time. */
  readonly differences: readonly AlarmDifference[];
}

/** Alarms of one kind that are raised this far apart, or overlap, are taken for one that moved. */
const movedUs = 30e6;

/** @param changes of any alarms, each alarm's in their order */
export function alarmCourses(changes: readonly AlarmEvent[]): AlarmCourse[] {
  const byId = new Map<AlarmId, AlarmEvent[]>();
  for (const change of changes) {
    const before = byId.get(change.alarmId);
    if (before === undefined) byId.set(change.alarmId, [change]);
    else before.push(change);
  }
  return [...byId.values()].flatMap(courseOf).sort(byTime);
}

/** Compares the alarms that are stored with those that the same signal would raise. */
export function compareAlarms(
  stored: readonly AlarmCourse[],
  rescored: readonly AlarmCourse[],
): AlarmComparison {
  const differences: AlarmDifference[] = [];
  let same = 0;
  const anew = new Map(rescored.map((course) => [course.alarmId, course]));
  const unmatched: AlarmCourse[] = [];
  for (const course of stored) {
    const other = anew.get(course.alarmId);
    anew.delete(course.alarmId);
    if (other === undefined) unmatched.push(course);
    else if (isSame(course, other)) same += 1;
    else differences.push({ is: 'moved', stored: course, rescored: other });
  }
  for (const course of unmatched) {
    const other = [...anew.values()].find((one) => isMoved(course, one));
    if (other === undefined) differences.push({ is: 'lost', stored: course });
    else {
      anew.delete(other.alarmId);
      differences.push({ is: 'moved', stored: course, rescored: other });
    }
  }
  for (const course of anew.values()) differences.push({ is: 'gained', rescored: course });
  differences.sort((a, b) => byTime(courseIn(a), courseIn(b)));
  return { stored: stored.length, rescored: rescored.length, same, differences };
}

export function countDifferences(differences: readonly AlarmDifference[]): DifferenceCounts {
  const counts = { gained: 0, lost: 0, moved: 0 };
  for (const { is } of differences) counts[is] += 1;
  return counts;
}

/** The same difference, its alarms in another form. */
export function mapCourses<Course>(
  difference: AlarmDifference,
  formOf: (course: AlarmCourse) => Course,
): AlarmDifference<Course> {
  switch (difference.is) {
    case 'gained':
      return { is: 'gained', rescored: formOf(difference.rescored) };
    case 'lost':
      return { is: 'lost', stored: formOf(difference.stored) };
    case 'moved':
      return { is: 'moved', stored: formOf(difference.stored), rescored: formOf(difference.rescored) };
  }
}

function courseOf(changes: readonly AlarmEvent[]): AlarmCourse[] {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return [];
  const { alarmId, kind, raisedTimeUs: raisedUs } = first;
  const priority = changes.reduce(
    (highest, change) => (isMoreUrgent(change.priority, highest) ? change.priority : highest),
    first.priority,
  );
  // Whether anybody takes an alarm is not what its signal decides.
  const decided = changes.filter((change, index) => !isEscalation(change, changes[index - 1]));
  const isOver = last.state === 'latched' || last.state === 'resolved';
  return [{ alarmId, kind, priority, raisedUs, ...(isOver && { endedUs: last.timeUs }), changes: decided }];
}

const isSame = (a: AlarmCourse, b: AlarmCourse): boolean =>
  a.changes.length === b.changes.length &&
  a.changes.every((change, index) => {
    const other = b.changes[index];
    return (
      other?.state === change.state && other.timeUs === change.timeUs && other.priority === change.priority
    );
  });

const isMoved = (a: AlarmCourse, b: AlarmCourse): boolean =>
  a.kind === b.kind &&
  (Math.abs(a.raisedUs - b.raisedUs) <= movedUs ||
    (a.raisedUs <= (b.endedUs ?? Infinity) && b.raisedUs <= (a.endedUs ?? Infinity)));

const courseIn = (difference: AlarmDifference): AlarmCourse =>
  difference.is === 'gained' ? difference.rescored : difference.stored;

const byTime = (a: AlarmCourse, b: AlarmCourse): number =>
  a.raisedUs - b.raisedUs || (a.alarmId < b.alarmId ? -1 : 1);
