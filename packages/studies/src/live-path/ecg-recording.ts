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
  /** Counts above 0 microvolts. */
  readonly samples: Int16Array;
  /** In order of time; empty where the record has no annotation file. */
  readonly annotations: readonly WfdbAnnotation[];
}

/**
 * Names of a folder's WFDB records, in order.
 * @param only names to keep. Default: all
 * @throws StudyError (`unsuitable-data`) where there is none, or one of `only` is missing; (`broken-file`) where the
 * folder cannot be read
 */
export async function recordNames(folder: string, only?: readonly string[]): Promise<readonly string[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new StudyError(`${folder}: found no folder that can be read, expected one with WFDB records`, {
      code: 'broken-file',
      cause,
      context: { folder },
    });
  });
  const found = files
    .filter((file) => file.endsWith('.hea'))
    .map((file) => basename(file, '.hea'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const missing = only?.find((name) => !found.includes(name));
  if (found.length === 0 || missing !== undefined) {
    throw new StudyError(
      `${folder}: found ${found.length === 0 ? 'no .hea file' : `no record ${missing ?? ''}`}, expected WFDB records (NAME.hea, NAME.dat)`,
      { code: 'unsuitable-data', context: { folder } },
    );
  }
  return only === undefined ? found : found.filter((name) => only.includes(name));
}

/**
 * Reads a record's first voltage signal: for MIT-BIH the upper one.
 * @throws StudyError (`unsuitable-data`) where no signal is a voltage; EcgError where a file is malformed
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
  throw new StudyError(`${name}.hea: found signals in ${units}, expected an ECG in mV, uV or V`, {
    code: 'unsuitable-data',
    context: { folder, record: name },
  });
}

/** Length of a recording in seconds. */
export const secondsOf = ({ samples, samplingRateHz }: EcgRecording): number =>
  samples.length / samplingRateHz;

/** @throws StudyError (`unsuitable-data`) where the record has no annotations */
export function requireAnnotations({ name, annotations }: EcgRecording): void {
  if (annotations.length > 0) return;
  throw new StudyError(`${name}: found no annotations, expected ${name}.atr with its beats`, {
    code: 'unsuitable-data',
    context: { record: name },
  });
}
