import { shown, type EcgLead } from '@beatwatch/contracts';
import { RecordingError } from './errors.ts';
import type { WfdbAnnotation } from './wfdb/annotations.ts';

/** A recording of one person, whatever its format. */
export interface EcgRecording {
  readonly name: string;
  /** The signals that are an ECG in volts, in the file's order; at least one. */
  readonly leads: readonly EcgLead[];
  /** By sample of the first segment, in order of time; empty where the recording is not annotated. */
  readonly annotations: readonly WfdbAnnotation[];
}

/**
 * Picks a lead by its name (upper or lower case) or by its place from 0.
 * @param choice default the first lead
 * @throws RecordingError (`invalid-argument`) with the leads that the recording has
 */
export function leadOf({ name, leads }: EcgRecording, choice: string | number = 0): EcgLead {
  const wanted = String(choice).toLowerCase();
  const found = leads.find(({ lead }) => lead.toLowerCase() === wanted) ?? leads[Number(choice)];
  if (found !== undefined) return found;
  const known = leads.map(({ lead }, index) => `${index} (${lead})`).join(', ');
  throw new RecordingError(
    { field: 'lead', found: shown(choice), expected: `one of ${known} in ${name}` },
    { code: 'invalid-argument', context: { record: name } },
  );
}

/** Duration from the start of the recording to the end of the lead, gaps included. */
export function leadSeconds({ segments, samplingRateHz }: EcgLead): number {
  const last = segments.at(-1);
  return last === undefined ? 0 : last.startSeconds + last.samples.length / samplingRateHz;
}
