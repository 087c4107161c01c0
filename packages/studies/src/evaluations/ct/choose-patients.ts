import { readFile } from 'node:fs/promises';
import { StudyError } from '../../errors.ts';
import patientLists from '../../ct/patients.json' with { type: 'json' };

/** `unseen`: used neither to train nor to validate; `test`: the test list; `all`; or a file with a list. */
export type PatientChoice = 'unseen' | 'test' | 'all' | { readonly file: string };

/**
 * A predicate of the patients to judge.
 * @throws StudyError (`broken-file`, `unsuitable-data`) if a list cannot be read or is empty
 */
export async function chosenPatients(choice: PatientChoice): Promise<(patient: string) => boolean> {
  if (choice === 'all') return () => true;
  if (choice === 'test') return (patient) => patientLists.test.includes(patient);
  if (choice === 'unseen') {
    const seen = new Set([...patientLists.train, ...patientLists.validation]);
    return (patient) => !seen.has(patient);
  }
  const listed = new Set(await readList(choice.file));
  return (patient) => listed.has(patient);
}

/** Reads one PatientID a line, ignoring empty lines. */
async function readList(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new StudyError(
      { file, expected: 'a readable file with one PatientID a line' },
      { code: 'broken-file', cause },
    );
  }
  const patients = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (patients.length > 0) return patients;
  throw new StudyError(
    { file, found: 'an empty file', expected: 'one PatientID a line' },
    { code: 'unsuitable-data' },
  );
}
