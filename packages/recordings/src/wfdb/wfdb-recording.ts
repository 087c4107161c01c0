import { unsupported } from '../errors.ts';
import { quantisedLead } from '../quantised-lead.ts';
import type { EcgRecording } from '../recording.ts';
import type { WfdbRecord } from './record.ts';

/**
 * The signals of a WFDB record that are voltages.
 * @throws RecordingError where the record has no voltage
 */
export function wfdbRecording(record: WfdbRecord): EcgRecording {
  const fileName = `${record.name}.hea`;
  const leads = record.signals.flatMap((signal) =>
    signal.microvoltsPerCount === undefined
      ? []
      : [
          quantisedLead(
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
    throw unsupported({
      file: fileName,
      found: `signals in ${units || 'no unit'}`,
      expected: 'an ECG in mV, uV or V',
    });
  }
  return { name: record.name, leads, annotations: record.annotations };
}
