import type { AlarmEvent, ModelVersion, PatientId } from '@beatwatch/contracts';
import type { Repositories, ShadowedBeats } from '@beatwatch/timescale';
import { alarmCourses, compareAlarms, type AlarmComparison } from './alarms/compare-alarms.ts';

/** One patient's beats and alarms of the time that both models have judged. */
export interface ShadowedPatient extends ShadowedBeats {
  readonly patientId: PatientId;
  /** `stored` are those of the live model, `rescored` those of the model in the shadow. */
  readonly alarms: AlarmComparison;
}

export interface CompareShadowOptions {
  /** Of the autoencoder in the shadow. */
  readonly version: ModelVersion;
  /** Epoch microseconds. */
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  /** Default: all whom the model has judged. */
  readonly patientId?: PatientId;
}

/**
 * Compares what a model in the shadow made of the live signal with what the live one did: the alarms that were raised between
 * the first and the last beat that both have judged. Of missing data, which no model tells, nothing is compared.
 * @returns by patient; empty where it has judged nothing yet that the live one has
 */
export async function compareShadow(
  { shadow, alarms }: Pick<Repositories, 'shadow' | 'alarms'>,
  { version, patientId, ...range }: CompareShadowOptions,
): Promise<readonly ShadowedPatient[]> {
  const known = await shadow.patients(version, range);
  const compared: ShadowedPatient[] = [];
  for (const id of known) {
    if (patientId !== undefined && patientId !== id) continue;
    const beats = await shadow.beats(version, { ...range, patientId: id });
    if (beats === undefined) continue;
    const { firstUs, lastUs } = beats;
    const both = { patientId: id, fromUs: firstUs, toUs: lastUs + 1 };
    // One of both models may be further by now.
    const isCompared = ({ kind, timeUs }: AlarmEvent): boolean => kind !== 'no-data' && timeUs <= lastUs;
    const live = (await alarms.changes(both)).filter(isCompared);
    const other = (await shadow.changes(version, both)).filter(isCompared);
    compared.push({
      patientId: id,
      ...beats,
      alarms: compareAlarms(alarmCourses(live), alarmCourses(other)),
    });
  }
  return compared;
}
