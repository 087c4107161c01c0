import { occurrences, type WardPatient } from './patients.ts';

/** A device's clock and the start of the fleet differ by a packet; detectors take some seconds. */
const window = { beforeSeconds: 2, afterSeconds: 45 };

const nameOf = ({ patientId, expected }: WardPatient, number: number): string =>
  `${patientId} ${expected?.kind ?? ''} ${number + 1}`;

/** `patient kind number` of every scripted event that is over before the end. */
export function scriptedNames(ward: readonly WardPatient[], seconds: number): string[] {
  return ward.flatMap((patient) => occurrences(patient, seconds).map((_, number) => nameOf(patient, number)));
}

/**
 * Which scripted events have an alarm of their kind that became active while they went on, or soon after.
 * @param options.alarms as `StoredRows` has them
 * @returns their names
 */
export function scriptedAlarms(
  ward: readonly WardPatient[],
  options: {
    readonly startedMs: number;
    readonly seconds: number;
    readonly alarms: ReadonlyMap<string, string>;
  },
): Set<string> {
  const active = [...options.alarms].flatMap(([key, value]) => {
    const [alarmId = '', , state] = key.split(' ');
    const [kind = '', timeUs] = value.split(' ');
    return state === 'active'
      ? { alarmId, kind, seconds: Number(timeUs) / 1e6 - options.startedMs / 1000 }
      : [];
  });
  return new Set(
    ward.flatMap((patient) =>
      occurrences(patient, options.seconds).flatMap((at, number) => {
        const isAlarmed = active.some(
          ({ alarmId, kind, seconds }) =>
            kind === patient.expected?.kind &&
            alarmId.startsWith(patient.patientId) &&
            seconds > at - window.beforeSeconds &&
            seconds < at + window.afterSeconds,
        );
        return isAlarmed ? nameOf(patient, number) : [];
      }),
    ),
  );
}
