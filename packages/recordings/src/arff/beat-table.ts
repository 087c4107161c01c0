import { beatSampleCount } from '@beatwatch/contracts';
import { malformed, RecordingError } from '../errors.ts';
import { parseArff } from './arff.ts';

export interface LabelledBeat {
  /** Class as in the file; in ECG5000 '1' normal, '2' R-on-T PVC, '3' PVC, '4' SP, '5' UB. */
  readonly label: string;
  /** 140 values, z-scored, dimensionless. */
  readonly samples: Float32Array;
}

export interface BeatTable {
  readonly name: string;
  readonly beats: readonly LabelledBeat[];
}

/**
 * Reads a table of cut beats in the layout of ECG5000 (UCR archive): 140 numeric attributes, then the class.
 * @param onIncomplete called with each beat that lacks a value (`?`), which is left out. Default: it is an error
 * @throws RecordingError where the file is not ARFF, has other attributes, or lacks a value
 */
export function parseBeatTable(
  text: string,
  fileName: string,
  onIncomplete?: (reason: string) => void,
): BeatTable {
  const table = parseArff(text, fileName);
  const [label, ...others] = table.attributes.toReversed();
  if (others.length !== beatSampleCount || others.some(({ kind }) => kind !== 'numeric')) {
    throw malformed({
      file: fileName,
      found: `${table.attributes.length} attributes`,
      expected: `${beatSampleCount} numeric ones and a class`,
    });
  }
  const read = (row: (typeof table.rows)[number], rowIndex: number): LabelledBeat => {
    const beatLabel = row[beatSampleCount];
    const samples = new Float32Array(beatSampleCount);
    for (let index = 0; index < beatSampleCount; index += 1) {
      const value = row[index];
      if (typeof value !== 'number') throw missing(fileName, rowIndex, `att${index + 1}`);
      samples[index] = value;
    }
    if (beatLabel === undefined) throw missing(fileName, rowIndex, label?.name ?? 'class');
    return { label: String(beatLabel), samples };
  };
  const beats = table.rows.flatMap((row, rowIndex) => {
    try {
      return [read(row, rowIndex)];
    } catch (error) {
      if (onIncomplete === undefined || !(error instanceof RecordingError)) throw error;
      onIncomplete(error.message);
      return [];
    }
  });
  return { name: table.relation, beats };
}

function missing(file: string, rowIndex: number, attribute: string): RecordingError {
  return malformed({ file, field: `${attribute} of row ${rowIndex + 1}`, expected: 'a value' });
}
