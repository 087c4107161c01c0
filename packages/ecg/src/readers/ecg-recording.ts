import { EcgError } from '../errors.ts';
import type { WfdbAnnotation } from './wfdb-annotations.ts';

/** Samples without a hole among them. */
export interface EcgStretch {
  /** From the start of the recording to the first sample. */
  readonly startSeconds: number;
  /** Counts above 0 microvolts. */
  readonly samples: Int16Array;
}

/** One lead of a recording, in the counts that packets carry. */
export interface EcgLead {
  /** 1 to 16 characters. */
  readonly lead: string;
  /** Hz. */
  readonly samplingRateHz: number;
  /** Above 0, at most 1000. */
  readonly microvoltsPerCount: number;
  /** In order of time, at least one; none is empty. */
  readonly stretches: readonly EcgStretch[];
}

/** A recording of one person, whatever file it came from. */
export interface EcgRecording {
  readonly name: string;
  /** Those that are an ECG in volts, in the file's order; at least one. */
  readonly leads: readonly EcgLead[];
  /** By sample of the first stretch, in order of time; empty where nobody annotated the recording. */
  readonly annotations: readonly WfdbAnnotation[];
}

/**
 * Picks a lead by its name, in capitals or not, or by its place from 0.
 * @param choice default the first lead
 * @throws EcgError (`invalid-argument`) naming the leads that there are
 */
export function leadOf({ name, leads }: EcgRecording, choice: string | number = 0): EcgLead {
  const wanted = String(choice).toLowerCase();
  const found = leads.find(({ lead }) => lead.toLowerCase() === wanted) ?? leads[Number(choice)];
  if (found !== undefined) return found;
  const known = leads.map(({ lead }, index) => `${index} (${lead})`).join(', ');
  throw new EcgError(`lead: found ${JSON.stringify(choice)}, expected one of ${known} in ${name}`, {
    code: 'invalid-argument',
    context: { record: name },
  });
}

/** Seconds from the start of the recording to the end of the lead. */
export function leadSeconds({ stretches, samplingRateHz }: EcgLead): number {
  const last = stretches.at(-1);
  return last === undefined ? 0 : last.startSeconds + last.samples.length / samplingRateHz;
}
