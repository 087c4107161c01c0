import {
  alarmId,
  type AlarmEvent,
  type AlarmEvidence,
  type AlarmKind,
  type AlarmPriority,
  type AlarmState,
  type PatientId,
} from '@beatwatch/contracts';
import type { Condition } from './conditions/condition.ts';
import { isMoreUrgent, latches, usualPriority } from './kinds.ts';
import type { AlarmSettings } from './settings.ts';
import type { OpenAlarm } from './state.ts';

/** Where one kind stands: at most one of both. */
export interface KindState {
  readonly open?: OpenAlarm;
  /** The last one, resolved. */
  readonly closed?: OpenAlarm;
}

export interface Decision {
  readonly patientId: PatientId;
  readonly kind: AlarmKind;
  readonly condition: Condition;
  /** On the patient's axis. */
  readonly timeUs: number;
  readonly evidence: AlarmEvidence;
  /** Nothing may be raised now: something else explains it, or the signal is bad. */
  readonly held: boolean;
}

/**
 * One step of one kind's alarm. Normal and pending have no alarm (pending: the windows fill); then active,
 * acknowledged, latched and resolved as the standard names them.
 * @returns undefined where nothing changes
 */
export function step(
  { open, closed }: KindState,
  decision: Decision,
  settings: Pick<AlarmSettings, 'reRaiseMs' | 'reopenMs'>,
): OpenAlarm | undefined {
  const { condition, kind, timeUs, held } = decision;
  if (condition.is === 'undecided') return undefined;
  if (condition.is === 'over') return open === undefined ? undefined : end(open, timeUs);
  if (held) return undefined;
  const priority = condition.finding.priority ?? usualPriority[kind];
  if (open !== undefined) return goOn(open, decision, priority, settings.reRaiseMs);
  if (closed !== undefined && timeUs - closed.sinceUs <= settings.reopenMs * 1000) {
    return reopen(closed, decision, priority, settings.reRaiseMs);
  }
  return raise(decision, priority);
}

/** @returns undefined where there is nothing to acknowledge */
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

function raise({ patientId, kind, timeUs, evidence }: Decision, priority: AlarmPriority): OpenAlarm {
  const event: AlarmEvent = {
    alarmId: alarmId(patientId, kind, timeUs),
    patientId,
    kind,
    priority,
    state: 'active',
    changeNumber: 1,
    timeUs,
    raisedTimeUs: timeUs,
    evidence,
  };
  return { event, sinceUs: timeUs };
}

/** Whether what a person acknowledged has to be announced again: they may have forgotten it. */
const isForgotten = ({ acknowledgedUs }: OpenAlarm, timeUs: number, reRaiseMs: number): boolean =>
  acknowledgedUs !== undefined && timeUs - acknowledgedUs >= reRaiseMs * 1000;

function goOn(
  open: OpenAlarm,
  { timeUs, evidence }: Decision,
  found: AlarmPriority,
  reRaiseMs: number,
): OpenAlarm | undefined {
  const { event } = open;
  const rises = isMoreUrgent(found, event.priority);
  const announces = rises || event.state === 'latched' || isForgotten(open, timeUs, reRaiseMs);
  if (!announces) return undefined;
  const priority = rises ? found : event.priority;
  return { event: changed(event, { state: 'active', timeUs, evidence, priority }), sinceUs: timeUs };
}

/** Calmly: what a person has just seen is not announced again, unless it is urgent. */
function reopen(
  closed: OpenAlarm,
  { timeUs, evidence }: Decision,
  found: AlarmPriority,
  reRaiseMs: number,
): OpenAlarm {
  const { event, acknowledgedUs } = closed;
  const priority = isMoreUrgent(found, event.priority) ? found : event.priority;
  if (acknowledgedUs === undefined || priority === 'high' || isForgotten(closed, timeUs, reRaiseMs)) {
    return { event: changed(event, { state: 'active', timeUs, evidence, priority }), sinceUs: timeUs };
  }
  const quiet = changed(event, { state: 'acknowledged', timeUs, evidence, priority });
  return { event: quiet, sinceUs: timeUs, acknowledgedUs };
}

function end(open: OpenAlarm, timeUs: number): OpenAlarm | undefined {
  const { event } = open;
  if (event.state === 'latched') return undefined;
  const state = event.state === 'active' && latches(event.kind, event.priority) ? 'latched' : 'resolved';
  return { ...open, event: changed(event, { state, timeUs }), sinceUs: timeUs };
}

interface Change {
  readonly state: AlarmState;
  readonly timeUs: number;
  readonly actor?: string;
  readonly evidence?: AlarmEvidence;
  readonly priority?: AlarmPriority;
}

function changed({ actor: _, ...event }: AlarmEvent, change: Change): AlarmEvent {
  return { ...event, ...change, changeNumber: event.changeNumber + 1 };
}
