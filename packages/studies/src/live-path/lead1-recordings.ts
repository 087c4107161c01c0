import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quantise } from '@beatwatch/contracts';
import { StudyError } from '../errors.ts';
import type { EcgRecording } from './ecg-recording.ts';

/** What a person did while a row of lead1 was recorded. */
export const activities = ['rest', 'walking', 'running'] as const;
export type Activity = (typeof activities)[number];

/** One row of lead1: 10 s of lead I, with its R peaks annotated as normal beats. */
export interface Lead1Recording extends EcgRecording {
  readonly activity: Activity;
}

const samplingRateHz = 125;
/** The first person of those who walk in row 9 and run on the spot in row 10. */
const firstMoving = 541;
const fileName = /^subject_(\d+)\.csv$/;

/** Numbers of the people in a folder of lead1, in order; none in another folder. */
export async function lead1Subjects(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.flatMap((file) => fileName.exec(file)?.[1] ?? []).sort();
}

/**
 * Reads the recordings of one person: a row each, named `SUBJECT-ROW`.
 * @throws StudyError (`broken-file`) if a file is missing or a value is no number; ContractError if it does not fit
 */
export async function readLead1(folder: string, subject: string): Promise<readonly Lead1Recording[]> {
  const rows = await readRows(folder, `subject_${subject}.csv`);
  const peaks = await readRows(folder, `rpeaks_${subject}.csv`);
  return rows.map((values, index) => {
    const { microvoltsPerCount, segments } = quantise({
      lead: 'I',
      samplingRateHz,
      microvoltsPerValue: 1,
      offsetMicrovolts: -Math.round(middle(values)),
      pieces: [{ startSeconds: 0, values }],
    });
    return {
      name: `${subject}-${String(index + 1).padStart(2, '0')}`,
      lead: 'I',
      samplingRateHz,
      microvoltsPerCount,
      samples: segments[0]?.samples ?? new Int16Array(),
      annotations: (peaks[index] ?? []).map((sample) => ({
        sample,
        symbol: 'N',
        subtype: 0,
        channel: 0,
        number: 0,
      })),
      activity: activityOf(Number(subject), index + 1),
    };
  });
}

function activityOf(subject: number, row: number): Activity {
  if (subject < firstMoving || row < 9) return 'rest';
  return row === 9 ? 'walking' : 'running';
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function readRows(folder: string, file: string): Promise<number[][]> {
  const text = await readFile(join(folder, file), 'utf8').catch((cause: unknown) => {
    throw new StudyError(
      { file, expected: 'a file beside the other ones of its person' },
      { code: 'broken-file', cause, context: { folder } },
    );
  });
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const values = line.split(',').map(Number);
      if (values.every(Number.isFinite)) return values;
      throw new StudyError(
        { file, line: index + 1, expected: 'numbers separated by commas' },
        { code: 'broken-file', context: { folder } },
      );
    });
}
