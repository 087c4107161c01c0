import { patientId, type PatientId } from '@beatwatch/contracts';
import type { LabelledAlarm } from '@beatwatch/timescale';
import type { RaisedAlarm } from '@beatwatch/studies';
import { orderOf } from '../selection/keyed-order.ts';
import type { SelectionSource } from '../selection/selection-source.ts';
import type { Replayed } from '../replayed-alarms/replay.ts';

interface StaffOptions {
  /** Who looks at every alarm. */
  readonly labellers: readonly string[];
  /** Share of the labels of each that are wrong. */
  readonly errors: number;
  readonly seed: number;
  /** Alarms of later are not labelled, seconds from the recordings' start. Default: all are. */
  readonly untilSeconds?: number;
}

/** A ward of replayed patients as the database would hold it, whose staff label alarms as the annotations have them. */
export function memoryWard(patients: readonly Replayed[], staff: StaffOptions): SelectionSource {
  const byId = new Map(patients.map((patient) => [patientId(patient.name), patient]));
  const of = (id: PatientId): Replayed => {
    const found = byId.get(id);
    if (found === undefined) throw new RangeError(`no patient ${id}`);
    return found;
  };
  const within = <Item extends { readonly timeUs: number }>(
    items: readonly Item[],
    { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
  ): Item[] =>
    items.filter(({ timeUs }) => timeUs >= fromUs && timeUs < toUs).sort((a, b) => a.timeUs - b.timeUs);
  return {
    training: {
      patients: () => Promise.resolve([...byId.keys()].sort()),
      beats: ({ patientId: id, ...range }) =>
        Promise.resolve(
          within(
            of(id).beats.map(({ beat }) => beat),
            range,
          ).map(({ lead, timeUs, late = false }) => ({ lead, timeUs, late })),
        ),
      verdicts: ({ patientId: id, ...range }) =>
        Promise.resolve(
          within(
            of(id).beats.map(({ beat: { lead, timeUs }, judged }) => ({
              lead,
              timeUs,
              decided: judged.threshold !== undefined,
              anomalous: judged.anomalous,
              ventricular: judged.ventricular,
              ...(judged.beatClass !== undefined && { beatClass: judged.beatClass }),
            })),
            range,
          ),
        ),
      samples: (id, timesUs) => {
        const wanted = new Set(timesUs);
        return Promise.resolve(of(id).beats.flatMap(({ beat }) => (wanted.has(beat.timeUs) ? [beat] : [])));
      },
      alarms: ({ patientId: id, fromUs, toUs }) =>
        Promise.resolve(
          labelledAlarms(of(id), staff).filter(
            ({ raisedTimeUs }) => raisedTimeUs >= fromUs && raisedTimeUs < toUs,
          ),
        ),
    },
    waveforms: {
      quality: ({ patientId: id, ...range }) => Promise.resolve(within(of(id).seconds, range)),
    },
  };
}

function labelledAlarms(patient: Replayed, staff: StaffOptions): LabelledAlarm[] {
  const { trueAlarms, falseAlarms } = patient.outcome;
  const labelled = [
    ...trueAlarms.map((alarm) => ({ alarm, isFalse: false })),
    ...falseAlarms.map((alarm) => ({ alarm, isFalse: true })),
  ].filter(({ alarm }) => alarm.seconds < (staff.untilSeconds ?? Number.POSITIVE_INFINITY));
  const known = new Map(labelled.map(({ alarm, isFalse }) => [alarm.event.alarmId, { alarm, isFalse }]));
  return [...known.values()]
    .sort((a, b) => a.alarm.event.raisedTimeUs - b.alarm.event.raisedTimeUs)
    .map(({ alarm, isFalse }) => labelledAlarm(patient, alarm, { ...staff, isFalse }));
}

function labelledAlarm(
  { alarmEvents }: Replayed,
  { event }: RaisedAlarm,
  { labellers, errors, seed, isFalse }: StaffOptions & { readonly isFalse: boolean },
): LabelledAlarm {
  const { alarmId, patientId: id, kind, raisedTimeUs, evidence } = event;
  const ended = alarmEvents.find(
    ({ event: other }) =>
      other.alarmId === alarmId && other.state !== 'active' && other.state !== 'acknowledged',
  );
  return {
    episodeId: alarmId,
    patientId: id,
    kind,
    raisedTimeUs,
    ...(ended && { endedUs: ended.event.timeUs }),
    evidence,
    labels: labellers.map((actor) => {
      const errs = orderOf(seed, actor, alarmId) < errors * 2 ** 48;
      return { actor, label: isFalse === errs ? 'true' : 'false', timeUs: evidence.toUs };
    }),
  };
}
