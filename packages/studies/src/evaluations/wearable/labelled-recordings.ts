import { StudyError } from '../../errors.ts';
import { readEcgRecording, recordNames, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { lead1Subjects, readLead1, type Activity } from '../../live-path/lead1-recordings.ts';
import { readReferenceLabels, type WearableLabel } from '../../reference/reference-labels.ts';

/** Label of a recording: a rhythm of the Challenge 2017, or what a person of lead1 did. */
export type RecordingLabel = WearableLabel | Activity;

/** A recording that is not read yet. */
export interface LabelledRecording {
  readonly name: string;
  readonly read: () => Promise<{ readonly recording: EcgRecording; readonly label: RecordingLabel }>;
}

/**
 * The recordings of a folder: rows of lead1's files, or WFDB records with a REFERENCE.csv.
 * @param only names to keep; of lead1 those of people. Default: all
 * @throws StudyError if there are none or a label is missing
 */
export async function labelledRecordings(
  folder: string,
  only?: readonly string[],
): Promise<readonly LabelledRecording[]> {
  const subjects = await lead1Subjects(folder);
  if (subjects.length > 0) {
    return subjects
      .filter((subject) => only === undefined || only.includes(subject))
      .flatMap((subject) => rowsOf(folder, subject));
  }
  const labels = await readReferenceLabels(folder);
  const names = await recordNames(folder, only);
  return names.map((name) => {
    const label = labels.get(name);
    if (label === undefined) {
      throw new StudyError(
        { file: 'REFERENCE.csv', field: `a line for ${name}`, expected: 'the label of each record' },
        { code: 'unsuitable-data', context: { folder, record: name } },
      );
    }
    return { name, read: async () => ({ recording: await readEcgRecording(folder, name), label }) };
  });
}

const rowsOfPerson = 10;

/** A person's file is read once for all rows. */
function rowsOf(folder: string, subject: string): LabelledRecording[] {
  let all: ReturnType<typeof readLead1> | undefined;
  return Array.from({ length: rowsOfPerson }, (_, row) => ({
    name: `${subject}-${String(row + 1).padStart(2, '0')}`,
    read: async () => {
      all ??= readLead1(folder, subject);
      const recording = (await all)[row];
      if (row === rowsOfPerson - 1) all = undefined;
      if (recording === undefined) {
        throw new StudyError(
          { file: `subject_${subject}.csv`, field: `row ${row + 1}`, expected: '1,250 values' },
          { code: 'unsuitable-data', context: { folder } },
        );
      }
      return { recording, label: recording.activity };
    },
  }));
}
