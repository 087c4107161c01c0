import { assembleRecording } from '../assemble-recording.ts';
import { unsupported, type RecordingError } from '../errors.ts';
import type { EcgRecording } from '../recording.ts';
import { presentCounts, type WfdbRecord } from './record.ts';

/**
 * The signals of a WFDB record that are voltages; samples that the record marks as missing are gaps.
 * @param unusable signals that could not be read, by lead. Default: none
 * @throws RecordingError where the record has no voltage that can be used
 */
export function wfdbRecording(
  record: WfdbRecord,
  unusable: ReadonlyMap<string, RecordingError> = new Map(),
): EcgRecording {
  const fileName = `${record.name}.hea`;
  const { samplingRateHz } = record;
  const signals = record.signals.flatMap((signal) => {
    const { lead, baseline, microvoltsPerCount: gain } = signal;
    if (gain === undefined) return [];
    const values = () => ({
      lead,
      samplingRateHz,
      microvoltsPerValue: gain,
      offsetMicrovolts: -baseline * gain,
      pieces: [{ startSeconds: 0, values: presentCounts(signal) }],
    });
    return [{ label: lead === '' ? undefined : lead, lead, values }];
  });
  const broken = [...unusable].map(([lead, error]) => ({
    label: lead,
    lead,
    values: () => {
      throw error;
    },
  }));
  if (signals.length === 0 && broken.length === 0) {
    const units = record.signals.map(({ units: unit }) => unit).join(', ');
    throw unsupported({
      file: fileName,
      found: `signals in ${units || 'no unit'}`,
      expected: 'an ECG in mV, uV or V',
    });
  }
  return assembleRecording({
    fileName,
    name: record.name,
    signals: [...signals, ...broken],
    annotations: () => record.annotations,
  });
}
