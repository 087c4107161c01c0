import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ContractError, missingSample, quantise, type EcgLead, type LeadValues } from '@beatwatch/contracts';
import { presentCounts, readWfdbRecord, type WfdbAnnotation } from '@beatwatch/recordings';
import { StudyError } from '../errors.ts';

/** One ECG lead of a recording, as a wearable would send it. */
export interface EcgRecording {
  readonly name: string;
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  /** In counts, 0 at 0 microvolts; -32768 where the record says that a sample is missing. */
  readonly samples: Int16Array;
  /** In order of time; empty where the record has no annotation file. */
  readonly annotations: readonly WfdbAnnotation[];
  /** Of the record's header. Default: none. */
  readonly comments?: readonly string[];
}

/** Leads of a record that are sent: the first one, or all of them. */
export const leadChoices = ['first', 'all'] as const;
export type LeadChoice = (typeof leadChoices)[number];

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

/** Names of signals that are measured in volts somewhere, and are no ECG. */
const otherSignal = /^(abp|art|bp|co2|cvp|eeg|icp|pap|pleth|ppg|pulse|resp|spo2)/i;

/**
 * Reads the ECG leads of a record, in its order: the signals that are voltages, without pulse, pressure and breathing.
 * Leads of one name get a number.
 * @throws StudyError (`unsuitable-data`) without any; RecordingError if a file is malformed
 */
export async function readEcgLeads(
  folder: string,
  name: string,
  choice: LeadChoice = 'all',
): Promise<readonly [EcgRecording, ...EcgRecording[]]> {
  const record = await readWfdbRecord(join(folder, name));
  const { samplingRateHz, annotations, comments } = record;
  const names: string[] = [];
  const leads = record.signals.flatMap((signal): EcgRecording[] => {
    const { microvoltsPerCount: gain, baseline } = signal;
    if (gain === undefined || otherSignal.test(signal.lead)) return [];
    if (choice === 'first' && names.length > 0) return [];
    const quantised = quantisedOf({
      lead: signal.lead,
      samplingRateHz,
      microvoltsPerValue: gain,
      offsetMicrovolts: -baseline * gain,
      pieces: [{ startSeconds: 0, values: presentCounts(signal) }],
    });
    if (quantised === undefined) return [];
    const lead = uniqueName(quantised.lead, names);
    names.push(lead);
    const { microvoltsPerCount } = quantised;
    const samples = wholeSamples(quantised, signal.samples.length);
    return [{ name, lead, samplingRateHz, microvoltsPerCount, samples, annotations, comments }];
  });
  const [first, ...others] = leads;
  if (first !== undefined) return [first, ...others];
  const units = record.signals.map((signal) => signal.units).join(', ');
  throw new StudyError(
    { file: `${name}.hea`, found: `signals in ${units}`, expected: 'an ECG in mV, uV or V that can be used' },
    { code: 'unsuitable-data', context: { folder, record: name } },
  );
}

/** @returns undefined for a lead that no packet can hold, such as one whose samples are all missing */
function quantisedOf(values: LeadValues): EcgLead | undefined {
  try {
    return quantise(values);
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

/** The samples of all segments, with the missing ones between them. */
function wholeSamples({ segments, samplingRateHz }: EcgLead, count: number): Int16Array {
  const samples = new Int16Array(count).fill(missingSample);
  for (const segment of segments) {
    samples.set(segment.samples, Math.round(segment.startSeconds * samplingRateHz));
  }
  return samples;
}

/** @returns the name with a number behind it if it is taken */
function uniqueName(lead: string, taken: readonly string[]): string {
  const same = taken.filter((other) => other === lead || other.startsWith(`${lead} `)).length;
  return same === 0 ? lead : `${lead} ${same + 1}`;
}

/**
 * Reads a record's first ECG lead, the upper one in MIT-BIH records.
 * @throws StudyError (`unsuitable-data`) if no signal is a voltage; RecordingError if a file is malformed
 */
export async function readEcgRecording(folder: string, name: string): Promise<EcgRecording> {
  const [first] = await readEcgLeads(folder, name, 'first');
  return first;
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
