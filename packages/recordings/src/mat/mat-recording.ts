import { microvoltsIn } from '@beatwatch/contracts';
import { assembleRecording } from '../assemble-recording.ts';
import { malformed } from '../errors.ts';
import type { ReadOptions } from '../options.ts';
import { presentValues } from '../missing-samples.ts';
import type { EcgRecording } from '../recording.ts';
import { parseMat4, type Mat4Matrix } from './mat4.ts';

/** Names of the matrix that holds the sampling rate, in lower case. */
const rateNames = new Set([
  'fs',
  'freq',
  'rate',
  'samplingrate',
  'sampling_rate',
  'samplerate',
  'sample_rate',
]);

/**
 * Reads a MAT file of level 4 without a header: the matrix `val` (PhysioNet's name), or the only matrix with more than one
 * value; its longer side is time. The sampling rate comes from a matrix `fs` or the caller, the unit from the caller.
 * @throws RecordingError where rate, unit or signal cannot be told
 */
export function parseMatRecording(
  bytes: Uint8Array,
  fileName: string,
  options: ReadOptions = {},
): EcgRecording {
  const matrices = parseMat4(bytes, fileName);
  const samplingRateHz =
    matrices.find((matrix) => rateNames.has(matrix.name.toLowerCase()) && matrix.values.length === 1)
      ?.values[0] ?? options.samplingRateHz;
  if (samplingRateHz === undefined) {
    throw malformed({
      file: fileName,
      field: 'sampling rate',
      expected: 'a matrix fs, a header NAME.hea beside the file, or a rate in Hz',
    });
  }
  if (options.unit === undefined) {
    throw malformed({
      file: fileName,
      field: 'unit',
      expected: 'a header NAME.hea beside the file, or the unit of its values',
    });
  }
  const matrix = signalMatrix(matrices, fileName);
  if (matrix.values.length === 0)
    throw malformed({
      file: fileName,
      field: `matrix ${matrix.name}`,
      found: '0 values',
      expected: 'samples',
    });
  const gain = microvoltsIn(options.unit) ?? 1;
  return assembleRecording({
    fileName,
    name: fileName.replace(/\.[^.]*$/, ''),
    signals: rowsOf(matrix).map((values, index) => ({
      label: undefined,
      lead: `lead ${index + 1}`,
      values: () => ({
        lead: `lead ${index + 1}`,
        samplingRateHz,
        microvoltsPerValue: gain,
        pieces: [{ startSeconds: 0, values }],
      }),
    })),
  });
}

function signalMatrix(matrices: readonly Mat4Matrix[], fileName: string): Mat4Matrix {
  const named = matrices.find(({ name }) => name === 'val');
  if (named !== undefined) return named;
  const long = matrices.filter(({ values }) => values.length > 1);
  const [only] = long;
  if (only !== undefined && long.length === 1) return only;
  const names = matrices.map(({ name }) => name).join(', ');
  throw malformed({
    file: fileName,
    found: `matrices ${names}`,
    expected: 'a matrix val, or a single matrix with more than one value',
  });
}

/** One array per signal; the longer side of the matrix is time. */
function rowsOf({ rowCount, columnCount, values, leastWhole }: Mat4Matrix): Float64Array[] {
  const signalsInRows = rowCount <= columnCount;
  const signalCount = signalsInRows ? rowCount : columnCount;
  const sampleCount = signalsInRows ? columnCount : rowCount;
  return Array.from({ length: signalCount }, (_, signal) => {
    const samples = new Float64Array(sampleCount);
    for (let index = 0; index < sampleCount; index += 1) {
      samples[index] = values[signalsInRows ? index * rowCount + signal : signal * rowCount + index] ?? NaN;
    }
    return leastWhole === undefined ? samples : presentValues(samples, leastWhole);
  });
}
