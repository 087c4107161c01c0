import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudyError } from '../errors.ts';

/** Labels of the PhysioNet/CinC Challenge 2017: normal rhythm, atrial fibrillation, other rhythm, too noisy. */
export const wearableLabels = ['N', 'A', 'O', '~'] as const;
export type WearableLabel = (typeof wearableLabels)[number];

const fileName = 'REFERENCE.csv';

/**
 * Reads the labels of a folder's recordings, `NAME,LABEL` a line.
 * @throws StudyError (`broken-file`) where there is no such file, or a line is none
 */
export async function readReferenceLabels(folder: string): Promise<ReadonlyMap<string, WearableLabel>> {
  const text = await readFile(join(folder, fileName), 'utf8').catch((cause: unknown) => {
    throw new StudyError(`${folder}: found no ${fileName}, expected one with NAME,LABEL of each recording`, {
      code: 'broken-file',
      cause,
      context: { folder },
    });
  });
  const labels = new Map<string, WearableLabel>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [name = '', found = ''] = line.split(',').map((part) => part.trim());
    const label = wearableLabels.find((known) => known === found);
    if (name === '' || label === undefined) {
      throw new StudyError(
        `${fileName}:${index + 1}: found ${JSON.stringify(line.slice(0, 40))}, expected NAME,LABEL with one of ${wearableLabels.join(' ')}`,
        { code: 'broken-file', context: { folder, line: index + 1 } },
      );
    }
    labels.set(name, label);
  }
  return labels;
}
