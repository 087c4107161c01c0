import { ContractError, quantise, type EcgLead, type LeadValues } from '@beatwatch/contracts';
import { RecordingError } from './errors.ts';

/**
 * Converts a lead of a file to the counts of packets.
 * @throws RecordingError (`malformed`) where rate, gain or values do not fit into packets
 */
export function quantisedLead(lead: LeadValues, fileName: string): EcgLead {
  try {
    return quantise(lead);
  } catch (cause) {
    if (!(cause instanceof ContractError) || cause.refusal === undefined) throw cause;
    const { found, expected } = cause.refusal;
    throw new RecordingError(
      { file: fileName, field: `lead ${lead.lead}`, found, expected },
      { code: 'malformed', cause },
    );
  }
}
