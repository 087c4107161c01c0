import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { EcgError } from '../errors.ts';
import { parseCsvRecording } from './csv.ts';
import type { EcgRecording } from './ecg-recording.ts';
import { parseEdfRecording } from './edf.ts';
import { readWfdbRecord } from './files.ts';
import { parseMatRecording } from './mat-recording.ts';
import type { ReadOptions } from './options.ts';
import { quantise } from './quantise.ts';
import type { WfdbRecord } from './wfdb-record.ts';

const wfdbExtensions = new Set(['.hea', '.dat', '.atr']);

/**
 * Reads a recording of any format that Beatwatch knows: WFDB (with or without an extension), CSV, MAT of level 4, EDF and
 * EDF+. A file with a WFDB header of its name beside it is read through that header. Otherwise its first bytes say
 * what it is, whatever its extension.
 * @param path of the file; of a WFDB record also without an extension
 * @throws EcgError naming the file, what was found and what was expected; the file system's own error where it cannot be
 * read
 */
export async function readRecording(path: string, options: ReadOptions = {}): Promise<EcgRecording> {
  const stem = path.slice(0, path.length - extname(path).length);
  if (wfdbExtensions.has(extname(path).toLowerCase())) return wfdbRecording(await readWfdbRecord(stem));
  if (await isFile(`${path}.hea`)) return wfdbRecording(await readWfdbRecord(path));
  if (extname(path) !== '' && (await isFile(`${stem}.hea`))) return wfdbRecording(await readWfdbRecord(stem));
  return parseByContent(await readFile(path), basename(path), options);
}

/**
 * Reads the bytes of a file that stands alone: EDF, MAT of level 4 or CSV.
 * @throws EcgError naming the file, what was found and what was expected
 */
export function parseByContent(bytes: Uint8Array, fileName: string, options: ReadOptions = {}): EcgRecording {
  const opening = new TextDecoder('latin1').decode(bytes.subarray(0, 512));
  if (opening.startsWith('0       ')) return parseEdfRecording(bytes, fileName);
  const isMat =
    opening.startsWith('MATLAB') || (bytes.byteLength >= 20 && opening.slice(0, 512).includes('\0'));
  if (isMat) return parseMatRecording(bytes, fileName, options);
  if (bytes.byteLength === 0) {
    throw new EcgError(`${fileName}: found an empty file, expected a recording`, {
      code: 'malformed',
      context: { file: fileName },
    });
  }
  return parseCsvRecording(new TextDecoder('utf-8').decode(bytes), fileName, options);
}

/**
 * A WFDB record's signals that are voltages.
 * @throws EcgError where there is none
 */
function wfdbRecording(record: WfdbRecord): EcgRecording {
  const fileName = `${record.name}.hea`;
  const leads = record.signals.flatMap((signal) =>
    signal.microvoltsPerCount === undefined
      ? []
      : [
          quantise(
            {
              lead: signal.lead,
              samplingRateHz: record.samplingRateHz,
              microvoltsPerValue: signal.microvoltsPerCount,
              offsetMicrovolts: -signal.baseline * signal.microvoltsPerCount,
              pieces: [{ startSeconds: 0, values: signal.samples }],
            },
            fileName,
          ),
        ],
  );
  if (leads.length === 0) {
    const units = record.signals.map(({ units: unit }) => unit).join(', ');
    throw new EcgError(
      `${fileName}: found signals in ${units || 'no unit'}, expected an ECG in mV, uV or V`,
      {
        code: 'unsupported',
        context: { record: record.name },
      },
    );
  }
  return { name: record.name, leads, annotations: record.annotations };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
