import type { AlarmEvent, AlarmId, PatientId } from '@beatwatch/contracts';
import type { Repositories } from '@beatwatch/timescale';

/** The patients of one partition, with the ids of the alarms that each monitor holds open. */
export type OpenAlarms = ReadonlyMap<PatientId, ReadonlySet<AlarmId>>;

/** More than one patient can have, whatever its kinds and time axes. */
const mostOfPatient = 1000;

/**
 * Ends the alarms that a lost state leaves open: no monitor holds them any more, so that they would stand on every screen for
 * ever. What is still the case is raised again by the new monitor.
 */
export class OrphanedAlarms {
  readonly #patients = new Set<PatientId>();
  readonly #alarms: Pick<Repositories['alarms'], 'list'>;

  constructor(alarms: Pick<Repositories['alarms'], 'list'>) {
    this.#alarms = alarms;
  }

  /** The patient's monitor has begun anew. */
  add(patientId: PatientId): void {
    this.#patients.add(patientId);
  }

  /** Whether there may be such alarms in the partition. */
  concern(open: () => OpenAlarms): PatientId[] {
    if (this.#patients.size === 0) return [];
    const patients = open();
    return [...this.#patients].filter((id) => patients.has(id));
  }

  /** The changes that end the alarms which the patients' monitors do not hold; the same ones after a crash. */
  async endings(patients: readonly PatientId[], open: OpenAlarms): Promise<AlarmEvent[]> {
    const endings: AlarmEvent[] = [];
    for (const patientId of patients) {
      const stored = await this.#alarms.list({ patientId, openOnly: true, limit: mostOfPatient });
      for (const { updatedAtUs: _, label: __, actor: ___, ...alarm } of stored) {
        if (open.get(patientId)?.has(alarm.alarmId) === true) continue;
        endings.push({ ...alarm, state: 'resolved', changeNumber: alarm.changeNumber + 1 });
      }
    }
    return endings;
  }

  /** Their alarms have ended. */
  remove(patients: readonly PatientId[]): void {
    for (const patientId of patients) this.#patients.delete(patientId);
  }
}
