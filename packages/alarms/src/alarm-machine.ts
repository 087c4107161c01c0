import {
  alarmId,
  isMoreUrgent,
  usualPriority,
  type AlarmEvent,
  type AlarmEvidence,
  type AlarmKind,
  type AlarmPriority,
  type AlarmState,
  type Latching,
  type PatientId,
} from '@beatwatch/contracts';
import type { Condition } from './conditions/condition.ts';
import { latches } from './kinds.ts';
import type { AlarmSettings } from './settings.ts';
import type { OpenAlarm } from './state.ts';

/** The alarm of one kind: open, or resolved last, or neither. */
export interface KindState {
  readonly open: OpenAlarm | undefined;
  readonly closed: OpenAlarm | undefined;
}

export interface Decision {
  readonly patientId: PatientId;
  readonly kind: AlarmKind;
  readonly condition: Condition;
  /** On the patient's time axis. */
  readonly timeUs: number;
  /** Made where it is needed: most conditions change nothing. */
  readonly evidence: () => AlarmEvidence;
  /** Number of that axis: times of one may come again on another. */
  readonly axis: number;
  /** Whether nothing may be raised: another alarm explains the condition, or the signal is bad. */
  readonly isHeld: () => boolean;
}

/**
 * One step of one kind's state machine, with the states of IEC 60601-1-8: active, acknowledged, latched, resolved.
 * @returns undefined where nothing changes
 */
export function step(
  { open, closed }: KindState,
  decision: Decision,
  settings: Pick<AlarmSettings, 'reRaiseMs' | 'reopenMs' | 'latching'>,
): OpenAlarm | undefined {
  const { condition, kind, timeUs } = decision;
  if (condition.is === 'undecided') return undefined;
  const { latching } = settings;
  if (condition.is === 'over')
    return open === undefined ? undefined : end(open, timeUs, { latching, measure: condition.measure });
  if (decision.isHeld()) return undefined;
  const priority = condition.finding.priority ?? usualPriority[kind];
  if (open !== undefined) return continueOpen(open, decision, priority, settings.reRaiseMs);
  if (closed !== undefined && timeUs - closed.sinceUs <= settings.reopenMs * 1000) {
    return reopen(closed, decision, priority, settings.reRaiseMs);
  }
  return raise(decision, priority);
}

/** @returns undefined where the alarm is neither active nor latched */
export function acknowledge(
  open: OpenAlarm,
  { actor, timeUs }: { readonly actor: string; readonly timeUs: number },
  nowUs: number,
): OpenAlarm | undefined {
  const { state } = open.event;
  if (state !== 'active' && state !== 'latched') return undefined;
  const change = { state: state === 'active' ? 'acknowledged' : 'resolved', timeUs, actor } as const;
  return { event: changed(open.event, change), sinceUs: nowUs, acknowledgedUs: nowUs };
}

/** @returns undefined where the alarm is latched: it waits for a person */
export function endAsGone(
  open: OpenAlarm,
  timeUs: number,
  reason: 'patient-gone' | 'signal-ended',
  latching: Latching | undefined,
): OpenAlarm | undefined {
  const ended = end(open, timeUs, { latching });
  return ended && { ...ended, event: { ...ended.event, reason } };
}

/**
 * Ends an alarm whatever its state. What comes back later is announced anew.
 * @param by who ended it, at which time of their clock
 */
export function close(
  { event }: OpenAlarm,
  by: { readonly actor: string; readonly timeUs: number },
  reason: 'discharged' | 'standby',
  nowUs: number,
): OpenAlarm {
  const { actor, timeUs } = by;
  return { event: { ...changed(event, { state: 'resolved', timeUs, actor }), reason }, sinceUs: nowUs };
}

function raise({ patientId, kind, timeUs, evidence, axis }: Decision, priority: AlarmPriority): OpenAlarm {
  const event: AlarmEvent = {
    alarmId: alarmId(patientId, kind, timeUs, axis),
    patientId,
    kind,
    priority,
    state: 'active',
    changeNumber: 1,
    timeUs,
    raisedTimeUs: timeUs,
    evidence: evidence(),
  };
  return { event, sinceUs: timeUs };
}

/** Whether an acknowledged alarm has to be announced again: it may have been forgotten. */
const isForgotten = ({ acknowledgedUs }: OpenAlarm, timeUs: number, reRaiseMs: number): boolean =>
  acknowledgedUs !== undefined && timeUs - acknowledgedUs >= reRaiseMs * 1000;

function continueOpen(
  open: OpenAlarm,
  { timeUs, evidence }: Decision,
  current: AlarmPriority,
  reRaiseMs: number,
): OpenAlarm | undefined {
  const { event, waitsSinceUs = open.sinceUs } = open;
  const rises = isMoreUrgent(current, event.priority);
  const announces = rises || event.state === 'latched' || isForgotten(open, timeUs, reRaiseMs);
  if (!announces) return undefined;
  const priority = rises ? current : event.priority;
  const next = changed(event, { state: 'active', timeUs, evidence: evidence(), priority });
  if (event.state === 'acknowledged') return { event: next, sinceUs: timeUs };
  // Nobody has taken it yet: it has waited since it was raised.
  return { event: { ...next, ...escalatedAs(event) }, sinceUs: timeUs, waitsSinceUs };
}

/** Acknowledged where a person has just acknowledged it, unless the priority is high. */
function reopen(closed: OpenAlarm, decision: Decision, current: AlarmPriority, reRaiseMs: number): OpenAlarm {
  const { timeUs } = decision;
  const evidence = decision.evidence();
  const { event, acknowledgedUs } = closed;
  const priority = isMoreUrgent(current, event.priority) ? current : event.priority;
  if (acknowledgedUs === undefined || priority === 'high' || isForgotten(closed, timeUs, reRaiseMs)) {
    return { event: changed(event, { state: 'active', timeUs, evidence, priority }), sinceUs: timeUs };
  }
  const acknowledged = changed(event, { state: 'acknowledged', timeUs, evidence, priority });
  return { event: acknowledged, sinceUs: timeUs, acknowledgedUs };
}

function end(
  open: OpenAlarm,
  timeUs: number,
  { latching, measure }: { readonly latching: Latching | undefined; readonly measure?: number | undefined },
): OpenAlarm | undefined {
  const { event, waitsSinceUs = open.sinceUs } = open;
  if (event.state === 'latched') return undefined;
  const state =
    event.state === 'active' && latches(event.kind, event.priority, latching) ? 'latched' : 'resolved';
  const evidence = measure === undefined ? event.evidence : { ...event.evidence, measure };
  const ended = { ...open, event: changed(event, { state, timeUs, evidence }), sinceUs: timeUs };
  if (state !== 'latched') return ended;
  return { ...ended, event: { ...ended.event, ...escalatedAs(event) }, waitsSinceUs };
}

/**
 * Escalates an alarm that nobody has taken for too long. Dated by when that was, so that it is the same change whenever it
 * is noticed.
 * @returns undefined where nothing changes
 */
export function escalate(
  open: OpenAlarm,
  nowUs: number,
  { highMs, mediumMs }: NonNullable<AlarmSettings['escalation']>,
): OpenAlarm | undefined {
  const { event, waitsSinceUs = open.sinceUs } = open;
  const { state, priority } = event;
  if (event.escalated || priority === 'low' || (state !== 'active' && state !== 'latched')) return undefined;
  const dueUs = waitsSinceUs + (priority === 'high' ? highMs : mediumMs) * 1000;
  if (nowUs < dueUs) return undefined;
  // What has changed meanwhile, such as a priority that rose, comes before.
  const timeUs = Math.max(dueUs, open.sinceUs);
  return { ...open, event: { ...changed(event, { state, timeUs }), escalated: true }, waitsSinceUs };
}

const escalatedAs = ({ escalated }: AlarmEvent): Pick<AlarmEvent, 'escalated'> =>
  escalated === undefined ? {} : { escalated };

interface Change {
  readonly state: AlarmState;
  readonly timeUs: number;
  readonly actor?: string;
  readonly evidence?: AlarmEvidence;
  readonly priority?: AlarmPriority;
}

function changed(
  { actor: _actor, reason: _reason, escalated: _escalated, ...event }: AlarmEvent,
  change: Change,
): AlarmEvent {
  return { ...event, ...change, changeNumber: event.changeNumber + 1 };
}
