import { rr140Zscore } from '@beatwatch/contracts';
import type { ReferenceSet } from '../comparison/reference-set.ts';
import { ecg5000Set } from './ecg5000.ts';
import { annotatedRecords, recordingSet } from './recordings.ts';

/** Titles of the data sets with annotated beats of both kinds. */
const dataSets: Readonly<Record<string, string>> = {
  mitdb: 'the MIT-BIH Arrhythmia Database',
  svdb: 'the MIT-BIH Supraventricular Arrhythmia Database',
};

export interface ReferenceSets {
  readonly sets: readonly ReferenceSet[];
  /** Sets that are not there, with the reason. */
  readonly missing: readonly string[];
}

/**
 * The reference sets for models of a preprocessing: ECG5000 for `rr-140-zscore`, else the recordings of the repository's
 * cross-validation lists.
 * @param dataFolder the folder of the data sets; undefined where nobody has named one
 */
export async function readReferenceSets(
  preprocessing: string,
  dataFolder: string | undefined,
): Promise<ReferenceSets> {
  const wanted =
    preprocessing === rr140Zscore
      ? [{ title: 'ECG5000', read: (folder: string) => ecg5000Set(folder) }]
      : Object.entries(dataSets).map(([dataSet, title]) => ({
          title,
          read: (folder: string) => recordingSet(title, annotatedRecords(dataSet), folder),
        }));
  const sets: ReferenceSet[] = [];
  const missing: string[] = [];
  for (const { title, read } of wanted) {
    const set = dataFolder === undefined ? undefined : await read(dataFolder);
    if (set !== undefined) sets.push(set);
    else
      missing.push(
        `${title}: ${dataFolder === undefined ? 'no folder of data sets is named' : `not in ${dataFolder}`}`,
      );
  }
  return { sets, missing };
}
