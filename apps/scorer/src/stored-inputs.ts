import type { InputBlock } from '@beatwatch/alarms';
import type { PatientId } from '@beatwatch/contracts';
import { packState } from '@beatwatch/stream-processor';
import type { AlarmInputBlock } from '@beatwatch/timescale';
import type { ScoredPatient } from './scored-patient.ts';

/** The rows of what the patients' alarms were decided by, as far as blocks of it are full. */
export const inputsOf = (patients: Iterable<readonly [PatientId, ScoredPatient]>): AlarmInputBlock[] =>
  [...patients].flatMap(([id, { journal }]) => journal.take().map((block) => rowOf(id, block)));

const rowOf = (
  patientId: PatientId,
  { number, timeUs, begins, rows, after }: InputBlock,
): AlarmInputBlock => ({
  patientId,
  number,
  timeUs,
  begins,
  inputs: packState(rows),
  ...(after && { after: packState(after) }),
});
