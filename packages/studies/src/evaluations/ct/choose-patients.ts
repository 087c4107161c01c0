import { readFile } from 'node:fs/promises';
import { StudyError } from '../../errors.ts';
import patientLists from '../../ct/patients.json' with { type: 'json' };

/** `unseen`: neither trained on nor measured with while training; `test`: the list's; `all`; or the path of a list. */
export type PatientChoice = 'unseen' | 'test' | 'all' | { readonly file: string };

/**
 * Whether a patient's slices are judged.
 * @throws StudyError (`broken-file`, `unsuitable-data`) where a list cannot be read or is empty
 */
export async function chosenPatients(choice: PatientChoice): Promise<(patient: string) => boolean> {
  if (choice === 'all') return () => true;
  if (choice === 'test') return (patient) => patientLists.test.includes(patient);
  if (choice === 'unseen') {
    const seen = new Set([...patientLists.train, ...patientLists.validation]);
    return (patient) => !seen.has(patient);
  }
  const listed = new Set(await listOf(choice.file));
  return (patient) => listed.has(patient);
}

/** One PatientID a line; empty lines do not count. */
async function listOf(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new StudyError(`${file}: found no readable file, expected one PatientID a line`, {
      code: 'broken-file',
      cause,
    });
  }
  const patients = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (patients.length > 0) return patients;
  throw new StudyError(`${file}: found no line, expected one PatientID a line`, { code: 'unsuitable-data' });
}
