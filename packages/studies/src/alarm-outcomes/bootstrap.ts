import { bootstrapIntervals, type Interval } from '@beatwatch/statistics';

/**
 * 95 % intervals of some figures by bootstrap over patients, the records of one patient together; none of a single patient.
 * @param figuresOf figures of the outcomes of a draw; undefined where a draw has none
 */
export function patientIntervals<Outcome extends { readonly name: string }, Name extends string>(
  outcomes: readonly Outcome[],
  figuresOf: (outcomes: readonly Outcome[]) => Readonly<Record<Name, number | undefined>>,
): Partial<Record<Name, Interval>> {
  const patients = byPatient(outcomes);
  return patients.length < 2 ? {} : bootstrapIntervals(patients, (drawn) => figuresOf(drawn.flat()));
}

function byPatient<Outcome extends { readonly name: string }>(outcomes: readonly Outcome[]): Outcome[][] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const patient = patientOf(outcome.name);
    const known = groups.get(patient);
    if (known === undefined) groups.set(patient, [outcome]);
    else known.push(outcome);
  }
  return [...groups.values()];
}

/**
 * A name of the patient that a record is of: mitdb's 201 and 202 are one man's, and cpsc2021's records are called
 * `data_PATIENT_PART`. Other records count as a patient each.
 */
export function patientOf(recordName: string): string {
  if (recordName === '201' || recordName === '202') return '201-202';
  return /^data_(\d+)_\d+$/.exec(recordName)?.[1] ?? recordName;
}
