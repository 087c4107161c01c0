import type { ClassRow } from '../beat-classes/class-row.ts';
import { referenceRows } from '../beat-classes/reference-rows.ts';
import { annotatedRecords, recordingSet } from '../reference-sets/recordings.ts';
import type { FoldModel, Ward, WardOptions } from './recorded-ward.ts';

/** Annotated beats of a data set, as a job learns them beside the labels of a ward. */
export async function annotatedRows(
  dataSet: Ward,
  { engine }: FoldModel,
  { dataFolder, onProgress }: WardOptions,
): Promise<readonly ClassRow[]> {
  onProgress?.(`reading ${dataSet}`);
  const set = await recordingSet(dataSet, annotatedRecords(dataSet), dataFolder);
  return set === undefined ? [] : referenceRows([set], engine);
}
