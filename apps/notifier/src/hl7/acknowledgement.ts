import type { AttemptResult } from '../delivery/attempt.ts';

/** What a receiver says to a message. @see HL7 v2.6, table 0008 */
const codes: Readonly<Record<string, { readonly taken: boolean; readonly means: string }>> = {
  AA: { taken: true, means: 'application accept' },
  CA: { taken: true, means: 'commit accept' },
  AE: { taken: false, means: 'application error' },
  CE: { taken: false, means: 'commit error' },
  AR: { taken: false, means: 'application reject' },
  CR: { taken: false, means: 'commit reject' },
};

/**
 * How a message was taken, by MSA-1 of its acknowledgement.
 * @param messageId MSH-10 of the message, which MSA-2 repeats
 */
export function resultOfAcknowledgement(reply: string, messageId: string): AttemptResult {
  const segments = reply.split(/\r\n?|\n/);
  const separator = /^MSH(.)/.exec(segments[0] ?? '')?.[1];
  const msa = segments.find((segment) => segment.startsWith(`MSA${separator ?? '|'}`));
  if (separator === undefined || msa === undefined)
    return { is: 'unavailable', reason: 'the reply is no acknowledgement: MSH or MSA is missing' };
  const [, code = '', of] = msa.split(separator);
  if (of !== messageId)
    return { is: 'unavailable', reason: 'the acknowledgement is that of another message (MSA-2)' };
  const known = codes[code];
  if (known === undefined) return { is: 'refused', reason: 'MSA-1 is no code of table 0008' };
  return known.taken ? { is: 'delivered' } : { is: 'refused', reason: `${code}, ${known.means}` };
}
