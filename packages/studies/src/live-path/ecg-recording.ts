import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readWfdbRecord, samplesAboveBaseline, type WfdbAnnotation } from '@beatwatch/recordings';
import { StudyError } from '../errors.ts';

/** One ECG lead of a recording, as a wearable would send it. */
export interface EcgRecording {
  readonly name: string;
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  /** In counts, 0 at 0 microvolts. */
  readonly samples: Int16Array;
  /** In order of time; empty where the record has no annotation file. */
  readonly annotations: readonly WfdbAnnotation[];
}

/**
 * Names of a folder's WFDB records, in order.
 * @param only names to keep. Default: all
 * @throws StudyError (`unsuitable-data`) if there are no records or one of `only` is missing; (`broken-file`) if the
 * folder cannot be read
 */
export async function recordNames(folder: string, only?: readonly string[]): Promise<readonly string[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new StudyError(
      { file: folder, expected: 'a readable folder of WFDB records' },
      { code: 'broken-file', cause, context: { folder } },
    );
  });
  const found = files
    .filter((file) => file.endsWith('.hea'))
    .map((file) => basename(file, '.hea'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const missing = only?.find((name) => !found.includes(name));
  if (found.length === 0 || missing !== undefined) {
    throw new StudyError(
      {
        file: folder,
        field: missing === undefined ? 'a .hea file' : `record ${missing}`,
        expected: 'WFDB records (NAME.hea, NAME.dat)',
      },
      { code: 'unsuitable-data', context: { folder } },
    );
  }
  return only === undefined ? found : found.filter((name) => only.includes(name));
}

/**
 * Reads a record's first voltage signal, the upper one in MIT-BIH records.
 * @throws StudyError (`unsuitable-data`) if no signal is a voltage; RecordingError if a file is malformed
 */
export async function readEcgRecording(folder: string, name: string): Promise<EcgRecording> {
  const record = await readWfdbRecord(join(folder, name));
  for (const signal of record.signals) {
    const { lead, microvoltsPerCount } = signal;
    if (microvoltsPerCount === undefined) continue;
    return {
      name,
      lead: lead === '' ? 'ECG' : lead,
      samplingRateHz: record.samplingRateHz,
      microvoltsPerCount,
      samples: samplesAboveBaseline(signal),
      annotations: record.annotations,
    };
  }
  const units = record.signals.map((signal) => signal.units).join(', ');
  throw new StudyError(
    { file: `${name}.hea`, found: `signals in ${units}`, expected: 'an ECG in mV, uV or V' },
    { code: 'unsuitable-data', context: { folder, record: name } },
  );
}

/** Length of a recording in seconds. */
export const secondsOf = ({ samples, samplingRateHz }: EcgRecording): number =>
  samples.length / samplingRateHz;

/** @throws StudyError (`unsuitable-data`) if the record has no annotations */
export function requireAnnotations({ name, annotations }: EcgRecording): void {
  if (annotations.length > 0) return;
  throw new StudyError(
    { file: name, field: 'annotation file', expected: `${name}.atr with the beats` },
    { code: 'unsuitable-data', context: { record: name } },
  );
}
