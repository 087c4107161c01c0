import { parseCsvRecording } from './csv/csv-recording.ts';
import { parseEdfRecording } from './edf/edf-recording.ts';
import { malformed, unsupported } from './errors.ts';
import { parseMatRecording } from './mat/mat-recording.ts';
import type { ReadOptions } from './options.ts';
import type { EcgRecording } from './recording.ts';
import { sniffFormat } from './sniff-format.ts';
import { textOf } from './text-of.ts';

/**
 * Reads the bytes of a file that stands alone: EDF, MAT of level 4 or CSV, as its first bytes say.
 * @throws RecordingError with the file, what was found and what was expected
 */
export function parseByContent(bytes: Uint8Array, fileName: string, options: ReadOptions = {}): EcgRecording {
  if (bytes.byteLength === 0) {
    throw malformed({ file: fileName, found: 'an empty file', expected: 'a recording' });
  }
  const format = sniffFormat(bytes);
  if ('other' in format) {
    throw unsupported({
      file: fileName,
      found: format.other,
      expected: 'WFDB, EDF, EDF+, CSV or MAT of level 4',
    });
  }
  if (format.read === 'edf') return parseEdfRecording(bytes, fileName, options);
  if (format.read === 'mat') return parseMatRecording(bytes, fileName, options);
  return parseCsvRecording(textOf(bytes), fileName, options);
}
