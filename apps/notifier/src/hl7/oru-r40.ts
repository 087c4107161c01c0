import { isMoreUrgent } from '@beatwatch/contracts';
import type { AlarmChange, ChangeKind } from '../change/alarm-change.ts';
import {
  alarmEvent,
  alertAttributes,
  beatsPerMinute,
  eventOfKind,
  heartRate,
  isRate,
  monitorDevice,
  type MdcCode,
} from './event-codes.ts';
import { header, segment, timestamp, type Field } from './er7.ts';

export interface OruR40Options {
  /** MSH-10 and OBR-2: the same at each attempt. 20 characters at most, as HL7 v2.6 has it. */
  readonly messageId: string;
  /** MSH-7. */
  readonly nowIso: string;
  /** MSH-4 to MSH-6. */
  readonly sendingFacility?: string | undefined;
  readonly receivingApplication?: string | undefined;
  readonly receivingFacility?: string | undefined;
  /** MSH-11: production, training or debugging. */
  readonly processingId: 'P' | 'T' | 'D';
  /** Left out where nobody asked for it. */
  readonly patientName?: string | undefined;
}

const application = 'Beatwatch';
const phases: Readonly<Record<Exclude<ChangeKind, 'priority-changed'>, string>> = {
  raised: 'start',
  updated: 'continue',
  acknowledged: 'update',
  escalated: 'escalate',
  latched: 'update',
  resolved: 'end',
};
const alarmStates = {
  active: 'active',
  acknowledged: 'active',
  latched: 'latched',
  resolved: 'inactive',
} as const;
const priorities = { high: 'PH', medium: 'PM', low: 'PL' } as const;

/**
 * A change of an alarm as ORU^R40^ORU_R40 of HL7 v2.6, as IHE's transaction PCD-04 (Report Alert) has it: one alert a message.
 * OBR-3, the filler order number, is the alarm's id and the same for all its changes; from the second on OBR-29 names it as the parent.
 * @see IHE Patient Care Device Technical Framework, volume 2, 3.4 and appendix B
 */
export function oruR40(change: AlarmChange, options: OruR40Options): string {
  const { alarm, patient } = change;
  const { messageId, nowIso, sendingFacility, receivingApplication, receivingFacility, processingId } =
    options;
  const alertId = [alarm.id, application];
  const type = ['ORU', 'R40', 'ORU_R40'];
  const profile = ['IHE_PCD_ACM_001', 'IHE PCD', '1.3.6.1.4.1.19376.1.6.4.4', 'ISO'];
  // MSH-15 and 16: an accept acknowledgement always, no other. MSH-18: the character set.
  const msh: Field[] = [application, sendingFacility, receivingApplication, receivingFacility];
  msh.push(timestamp(nowIso), undefined, type, messageId, processingId, '2.6', undefined, undefined);
  msh.push('AL', 'NE', undefined, 'UNICODE UTF-8', undefined, undefined, profile);
  const name = options.patientName;
  const parent = alarm.changeNumber > 1 ? [undefined, alertId] : undefined;
  return [
    header(msh),
    segment('PID', [
      undefined,
      undefined,
      [patient.id, undefined, undefined, application, 'PI'],
      undefined,
      // A name as it is displayed, or unspecified.
      [name, undefined, undefined, undefined, undefined, undefined, name === undefined ? 'U' : 'D'],
    ]),
    segment('PV1', [undefined, 'U', [patient.ward, undefined, patient.bed]]),
    segment('OBR', [
      '1',
      [messageId, application],
      alertId,
      coded(alarmEvent),
      undefined,
      undefined,
      timestamp(alarm.raisedAt),
      ...empty(21),
      parent,
    ]),
    ...observations(change),
  ]
    .map((line) => `${line}\r`)
    .join('');
}

function observations(change: AlarmChange): string[] {
  const { alarm, previous } = change;
  const type = alarm.technical ? 'ST' : 'SP';
  const priority = priorities[alarm.priority];
  const facets: Observation[] = [
    {
      type: 'CWE',
      of: alarmEvent,
      // The local code and its name say more than the nomenclature can.
      value: [
        ...coded(eventOfKind[alarm.kind]),
        alarm.kind,
        alarm.title,
        'L',
        undefined,
        undefined,
        alarm.title,
      ],
      flags: { repeats: [priority, type] },
      atIso: alarm.changedAt,
    },
    source(change),
    {
      type: 'ST',
      of: alertAttributes.phase,
      value: phaseOf(change.change, alarm.priority, previous?.priority),
    },
    { type: 'ST', of: alertAttributes.state, value: alarmStates[alarm.state] },
    {
      type: 'ST',
      of: alertAttributes.inactivation,
      value: alarm.state === 'acknowledged' ? 'alert-acknowledged' : 'enabled',
    },
    { type: 'ST', of: alertAttributes.priority, value: priority },
    { type: 'ST', of: alertAttributes.type, value: type },
  ];
  return facets.map((facet, index) => obx(index + 1, facet));
}

/** What the alert is judged by: the heart rate with its unit, or the monitor. */
function source({ alarm }: AlarmChange): Observation {
  if (alarm.measure === undefined || !isRate(alarm.kind))
    return { type: 'CWE', of: alertAttributes.source, value: coded(monitorDevice) };
  const value = String(Math.round(alarm.measure.value * 10) / 10);
  return { type: 'NM', of: heartRate, value, unit: coded(beatsPerMinute) };
}

function phaseOf(
  change: ChangeKind,
  priority: AlarmChange['alarm']['priority'],
  previous: AlarmChange['alarm']['priority'] | undefined,
): string {
  if (change !== 'priority-changed') return phases[change];
  return previous !== undefined && isMoreUrgent(previous, priority) ? 'de-escalate' : 'escalate';
}

interface Observation {
  readonly type: 'CWE' | 'ST' | 'NM';
  readonly of: MdcCode;
  readonly value: Field;
  readonly unit?: Field;
  /** OBX-8, which repeats: priority and kind of the alarm. */
  readonly flags?: Field;
  readonly atIso?: string;
}

/** OBX-4 is the place in the device (the monitor as a whole) and the facet of the alert. */
function obx(facet: number, { type, of, value, unit, flags, atIso }: Observation): string {
  const at = atIso === undefined ? undefined : timestamp(atIso);
  const place = `1.0.0.0.${facet}`;
  return segment('OBX', [
    String(facet),
    type,
    coded(of),
    place,
    value,
    unit,
    undefined,
    flags,
    ...empty(2),
    'R',
    ...empty(2),
    at,
  ]);
}

const coded = ([code, referenceId]: MdcCode): string[] => [code, referenceId, 'MDC'];
const empty = (count: number): undefined[] => Array<undefined>(count).fill(undefined);
