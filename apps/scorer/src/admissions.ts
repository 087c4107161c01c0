import type { AdmissionCommand, PatientId } from '@beatwatch/contracts';
import type { PatientMonitor } from '@beatwatch/patient-monitor';
import type { TickTools } from '@beatwatch/stream-processor';
import type { Repositories } from '@beatwatch/timescale';
import type { ScoredPatient } from './scored-patient.ts';

/** Who is discharged: a patient of whom nothing is remembered may be. What is remembered says it by itself. */
export class Admissions {
  readonly #repository: Pick<Repositories['admissions'], 'discharged'>;
  #discharged = new Set<PatientId>();

  constructor(repository: Pick<Repositories['admissions'], 'discharged'>) {
    this.#repository = repository;
  }

  async refresh(): Promise<void> {
    this.#discharged = new Set(await this.#repository.discharged());
  }

  /** Takes note of a command that is about to be stored. */
  note({ patientId, action }: AdmissionCommand): void {
    if (action === 'admit') this.#discharged.delete(patientId);
    if (action === 'discharge') this.#discharged.add(patientId);
  }

  /** Has a new monitor raise nothing where its patient is discharged. */
  begin(patientId: PatientId, monitor: PatientMonitor): void {
    if (this.#discharged.has(patientId)) monitor.command({ ...ofSystem, patientId, action: 'discharge' });
  }
}

/** Who acts where nobody did. */
const ofSystem = { actor: 'system', timeUs: 0 } as const;

/**
 * Ends the standbys whose time is over.
 * @returns whether there were any: their states are to be stored
 */
export function endStandbys(states: TickTools<ScoredPatient>['states'], nowUs: number): boolean {
  const over = states.entries().flatMap(([id, { monitor }]) => {
    const { standbyUntilUs } = monitor;
    return standbyUntilUs !== undefined && standbyUntilUs <= nowUs ? [id] : [];
  });
  for (const patientId of over)
    states
      .stateToChange(patientId)
      .monitor.command({ ...ofSystem, timeUs: nowUs, patientId, action: 'resume' });
  return over.length > 0;
}
