import { createHash } from 'node:crypto';
import {
  alarmName,
  alarmKinds,
  alarmPriorities,
  arrivedUs,
  isEscalation,
  isTechnical,
  type AlarmEvent,
} from '@beatwatch/contracts';
import type { ChangeSurroundings } from '@beatwatch/timescale';
import { z } from 'zod';
import { measureUnits } from './measure-units.ts';

/**
 * What happened to the alarm:
 * - `raised`: for the first time, or again after its condition was over or it was acknowledged;
 * - `priority-changed`: it is more urgent than before, or less;
 * - `acknowledged`: by a person, named as the actor;
 * - `escalated`: nobody has taken it for too long;
 * - `latched`: its condition is over, and nobody has acknowledged it;
 * - `resolved`: it is over;
 * - `updated`: its evidence alone changed.
 */
export const changeKinds = [
  'raised',
  'priority-changed',
  'acknowledged',
  'escalated',
  'latched',
  'resolved',
  'updated',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

const states = ['active', 'acknowledged', 'latched', 'resolved'] as const;

/** A change of an alarm as it is told outside: everything but the patient's name. Times are ISO 8601, in UTC. */
export const alarmChangeSchema = z.strictObject({
  change: z.enum(changeKinds),
  alarm: z.strictObject({
    /** The same for all changes of one alarm. */
    id: z.string(),
    kind: z.enum(alarmKinds),
    /** In words, for people. */
    title: z.string(),
    /** Whether it is about the equipment, not the patient. */
    technical: z.boolean(),
    priority: z.enum(alarmPriorities),
    state: z.enum(states),
    /** 1, 2, 3 … within one alarm: a receiver that has seen a higher one ignores this one. */
    changeNumber: z.int().min(1),
    raisedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    /** What the kind is judged by, where something was measured. */
    measure: z.strictObject({ value: z.number(), unit: z.string() }).optional(),
    lead: z.string().optional(),
  }),
  /** Before the change; absent where it was raised by it. */
  previous: z.strictObject({ state: z.enum(states), priority: z.enum(alarmPriorities) }).optional(),
  patient: z.strictObject({ id: z.string(), ward: z.string().optional(), bed: z.string().optional() }),
  /** The person who acted; absent where nobody did. */
  actor: z.string().optional(),
  reason: z.string().optional(),
});
export type AlarmChange = z.output<typeof alarmChangeSchema>;

/** A change with what is known around it, as it is told. */
export function alarmChangeOf(event: AlarmEvent, { ward, bed, previous }: ChangeSurroundings): AlarmChange {
  const { alarmId, patientId, kind, priority, state, changeNumber, timeUs, raisedTimeUs, actor, reason } =
    event;
  const { measure, lead } = event.evidence;
  const raisedUs = arrivedUs(event);
  // A person's act bears the person's time, everything else that of a device whose clock may be wrong.
  const changedUs = actor === undefined ? timeUs + (raisedUs - raisedTimeUs) : timeUs;
  return {
    change: changeKindOf(event, previous),
    alarm: {
      id: alarmId,
      kind,
      title: alarmName(event),
      technical: isTechnical(kind),
      priority,
      state,
      changeNumber,
      raisedAt: isoTime(raisedUs),
      changedAt: isoTime(changedUs),
      ...(measure !== undefined && { measure: { value: measure, unit: measureUnits[kind] } }),
      ...(lead !== undefined && { lead }),
    },
    ...(previous !== undefined && { previous: { state: previous.state, priority: previous.priority } }),
    patient: { id: patientId, ...(ward !== undefined && { ward }), ...(bed !== undefined && { bed }) },
    ...(actor !== undefined && { actor }),
    ...(reason !== undefined && { reason }),
  };
}

function changeKindOf(event: AlarmEvent, previous: ChangeSurroundings['previous']): ChangeKind {
  const { state, priority } = event;
  if (state !== previous?.state) return state === 'active' ? 'raised' : state;
  if (isEscalation(event, previous)) return 'escalated';
  return priority === previous.priority ? 'updated' : 'priority-changed';
}

/** Latest and earliest time that JavaScript can write down, ms. */
const mostMs = 8.64e15;
const isoTime = (us: number): string =>
  new Date(Math.max(-mostMs, Math.min(mostMs, Math.floor(us / 1000)))).toISOString();

/** The same for the same change and receiver, whoever computes it: 20 hexadecimal digits. */
export const deliveryIdOf = (
  receiver: string,
  { alarmId, changeNumber, state }: Pick<AlarmEvent, 'alarmId' | 'changeNumber' | 'state'>,
): string =>
  createHash('sha256')
    .update(JSON.stringify([receiver, alarmId, changeNumber, state]))
    .digest('hex')
    .slice(0, 20);
