import { codeNames, denoisedNames, type CodeName, type DenoisedName, type Denoisers } from './denoisers.ts';
import { chosenBeats, medianOf, shapeFeatures, timing } from './measures.ts';
import { inPatientScale } from './patient-scale.ts';
import { learningSeconds, type StudyClass, type StudyPatient } from './study-beats.ts';

/** A beat as each method sees it, against what is usual for its patient. */
export interface SpacedBeat {
  readonly kind: StudyClass | undefined;
  /** Features of its shape, as it is and denoised. */
  readonly shapes: Readonly<Record<DenoisedName, readonly number[]>>;
  /** Its code less that of the patient's usual beat. */
  readonly codes: Readonly<Record<CodeName, Float32Array>>;
  readonly timing: readonly number[];
}

/** One patient's beats after the first minutes. */
export interface SpacedPatient {
  readonly name: string;
  readonly beats: readonly SpacedBeat[];
}

const most = { known: 120, ofKind: 100 } as const;
const fewestKnown = 20;

/** Describes the beats of a patient; none where too few are known. */
export async function spacedPatient(patient: StudyPatient, denoisers: Denoisers): Promise<SpacedPatient> {
  const { name, beats } = patient;
  const inputs = inPatientScale(patient);
  const chosen = chosenBeats(patient, most);
  const known = chosen.filter((index) => (beats[index]?.seconds ?? 0) < learningSeconds);
  if (known.length < fewestKnown) return { name, beats: [] };
  const shapes = new Map<DenoisedName, (index: number) => number[]>();
  for (const space of denoisedNames)
    shapes.set(space, shapeFeatures(await denoisers.beats[space](inputs), known));
  const codes = new Map<CodeName, (index: number) => Float32Array>();
  for (const space of codeNames) {
    const rows = await denoisers.codes[space](inputs);
    const usual = medianOf(known.map((index) => rows[index] ?? new Float32Array()));
    codes.set(space, (index) => usual.map((value, at) => (rows[index]?.[at] ?? 0) - value));
  }
  const judged = chosen.filter((index) => (beats[index]?.seconds ?? 0) >= learningSeconds);
  return {
    name,
    beats: judged.map((index) => ({
      kind: beats[index]?.kind,
      shapes: recordOf(denoisedNames, (space) => shapes.get(space)?.(index) ?? []),
      codes: recordOf(codeNames, (space) => codes.get(space)?.(index) ?? new Float32Array()),
      timing: timing(beats, index),
    })),
  };
}

const recordOf = <Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
