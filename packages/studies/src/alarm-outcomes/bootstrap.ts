import { createSeededRandom, quantile } from '@beatwatch/statistics';

/** Bounds of a 95 % interval. */
export type Interval = readonly [low: number, high: number];

const draws = 1000;
const seed = 1;

/**
 * 95 % intervals of some figures by bootstrap over patients: 1,000 draws with replacement, the records of one patient
 * together. The same outcomes give the same intervals.
 * @param figuresOf figures of the outcomes of a draw; undefined where a draw has none
 */
export function bootstrapIntervals<Outcome extends { readonly name: string }, Name extends string>(
  outcomes: readonly Outcome[],
  figuresOf: (outcomes: readonly Outcome[]) => Readonly<Record<Name, number | undefined>>,
): Partial<Record<Name, Interval>> {
  const groups = byPatient(outcomes);
  if (groups.length < 2) return {};
  const random = createSeededRandom(seed);
  const values = new Map<Name, number[]>();
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = groups.flatMap(() => groups[Math.floor(random.next() * groups.length)] ?? []);
    for (const [name, value] of Object.entries(figuresOf(drawn)) as [Name, number | undefined][]) {
      if (value === undefined || Number.isNaN(value)) continue;
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
  }
  const intervals: Partial<Record<Name, Interval>> = {};
  for (const [name, drawn] of values) {
    intervals[name] = [quantile(drawn, 0.025), quantile(drawn, 0.975)];
  }
  return intervals;
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
