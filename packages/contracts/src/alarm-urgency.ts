import { isTechnical, type AlarmEvent, type AlarmPriority } from './messages.ts';

/** Most urgent first. What sounds comes before what is over, and that before what nobody has to act on at once. */
const order = [
  'active high',
  'active medium',
  'latched high',
  'latched medium',
  'active low',
  'latched low',
  'acknowledged high',
  'acknowledged medium',
  'acknowledged low',
] as const;

/** Place of an open alarm, 0 for the most urgent; every clinical one is before every technical one. */
function alarmUrgency({ kind, priority, state }: Pick<AlarmEvent, 'kind' | 'priority' | 'state'>): number {
  const place = order.findIndex((entry) => entry === `${state} ${priority}`);
  return (isTechnical(kind) ? order.length : 0) + (place < 0 ? order.length - 1 : place);
}

/** The higher, the more urgent. */
export const priorityRank: Readonly<Record<AlarmPriority, number>> = { high: 2, medium: 1, low: 0 };

export const isMoreUrgent = (one: AlarmPriority, other: AlarmPriority): boolean =>
  priorityRank[one] > priorityRank[other];

/** When the log received what raised the alarm: the device's own time where its clock is right within a minute. */
export function arrivedUs({ raisedTimeUs, evidence }: Pick<AlarmEvent, 'raisedTimeUs' | 'evidence'>): number {
  return evidence.arrivedUs === undefined
    ? raisedTimeUs
    : raisedTimeUs + (evidence.arrivedUs - evidence.toUs);
}

/** Whether a change is that nobody has taken the alarm for too long. @param before the change before it */
export const isEscalation = (
  { escalated }: Pick<AlarmEvent, 'escalated'>,
  before: Pick<AlarmEvent, 'escalated'> | undefined,
): boolean => escalated === true && before?.escalated !== true;

/** Sort order of open alarms: the most urgent first, of equals the newest. */
export function byUrgency(a: AlarmEvent, b: AlarmEvent): number {
  return alarmUrgency(a) - alarmUrgency(b) || arrivedUs(b) - arrivedUs(a);
}

/**
 * The most urgent alarms in their order. A clinical alarm of high priority is always among them: others count towards the
 * limit, so that no number of them can hide one.
 */
export function mostUrgent(alarms: readonly AlarmEvent[], limit: number): AlarmEvent[] {
  let others = 0;
  return alarms.toSorted(byUrgency).filter(({ kind, priority }) => {
    if (priority === 'high' && !isTechnical(kind)) return true;
    others += 1;
    return others <= limit;
  });
}
