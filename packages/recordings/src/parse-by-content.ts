import { parseCsvRecording } from './csv/csv-recording.ts';
import { parseEdfRecording } from './edf/edf-recording.ts';
import { malformed } from './errors.ts';
import { parseMatRecording } from './mat/mat-recording.ts';
import type { ReadOptions } from './options.ts';
import type { EcgRecording } from './recording.ts';

/**
 * Reads the bytes of a file that stands alone: EDF, MAT of level 4 or CSV, as its first bytes say.
 * @throws RecordingError with the file, what was found and what was expected
 */
export function parseByContent(bytes: Uint8Array, fileName: string, options: ReadOptions = {}): EcgRecording {
  const opening = new TextDecoder('latin1').decode(bytes.subarray(0, 512));
  if (opening.startsWith('0       ')) return parseEdfRecording(bytes, fileName);
  const isMat =
    opening.startsWith('MATLAB') || (bytes.byteLength >= 20 && opening.slice(0, 512).includes('\0'));
  if (isMat) return parseMatRecording(bytes, fileName, options);
  if (bytes.byteLength === 0) {
    throw malformed({ file: fileName, found: 'an empty file', expected: 'a recording' });
  }
  return parseCsvRecording(new TextDecoder('utf-8').decode(bytes), fileName, options);
}
