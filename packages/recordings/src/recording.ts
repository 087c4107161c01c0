import { shown, type EcgLead } from '@beatwatch/contracts';
import { RecordingError } from './errors.ts';
import type { WfdbAnnotation } from './wfdb/annotations.ts';

/** A lead that a file has and that cannot be read. */
export interface UnusableLead {
  readonly lead: string;
  readonly reason: string;
}

/** A recording of one person, whatever its format. */
export interface EcgRecording {
  readonly name: string;
  /** The signals that are an ECG in volts, in the file's order; at least one. */
  readonly leads: readonly EcgLead[];
  /** By sample of the first segment, in order of time; empty where the recording is not annotated. */
  readonly annotations: readonly WfdbAnnotation[];
  /** What was left out or is not sure, a sentence each, for the person who asked for the file. */
  readonly notes: readonly string[];
  readonly unusable: readonly UnusableLead[];
  /** Voltages that are no ECG by their names: read only where asked for by name. */
  readonly others: readonly EcgLead[];
  /** True where nothing says which of several leads is an ECG. */
  readonly mustChoose: boolean;
}

/**
 * Picks a lead by its name (upper or lower case) or by its place from 0.
 * @param choice default the first lead, unless nothing says which one is an ECG
 * @throws RecordingError (`invalid-argument`) with the leads that the recording has
 */
export function leadOf(recording: EcgRecording, choice?: string | number): EcgLead {
  const { name, leads, others, unusable, mustChoose } = recording;
  const known = leads.map(({ lead }, index) => `${index} (${lead})`).join(', ');
  const refused = (found: string | undefined, expected: string): RecordingError =>
    new RecordingError(
      { field: 'lead', found, expected },
      { code: 'invalid-argument', context: { record: name } },
    );
  if (choice === undefined && mustChoose) {
    throw refused(undefined, `one of ${known} in ${name}, as no name says which is an ECG`);
  }
  const wanted = String(choice ?? 0).toLowerCase();
  const named = ({ lead }: { readonly lead: string }): boolean => lead.toLowerCase() === wanted;
  const found = leads.find(named) ?? leads[Number(choice ?? 0)] ?? others.find(named);
  if (found !== undefined) return found;
  const broken = unusable.find(named);
  if (broken !== undefined) throw refused(`${shown(broken.lead)}, which cannot be used`, `one of ${known}`);
  throw refused(shown(choice), `one of ${known} in ${name}`);
}

/** Duration from the start of the recording to the end of the lead, gaps included. */
export function leadSeconds({ segments, samplingRateHz }: EcgLead): number {
  const last = segments.at(-1);
  return last === undefined ? 0 : last.startSeconds + last.samples.length / samplingRateHz;
}
