import type { Batch, ReceivedMessage } from '@beatwatch/stream';

/** A batch as one batch for each key, which is the patient. */
export function batchesOfKeys(batch: Batch): readonly Batch[] {
  const ofKeys = new Map<string, ReceivedMessage[]>();
  for (const message of batch.messages) {
    const key = Buffer.from(message.key).toString('latin1');
    const messages = ofKeys.get(key);
    if (messages === undefined) ofKeys.set(key, [message]);
    else messages.push(message);
  }
  return [...ofKeys.values()].map((messages) => ({ ...batch, messages }));
}

/** Parts of one batch as a batch, in order of the log. */
export function joined(parts: readonly Batch[]): Batch {
  const [first] = parts;
  if (first === undefined) throw new RangeError('a batch is never empty');
  const messages = parts.flatMap((part) => part.messages).sort((one, other) => one.offset - other.offset);
  return { ...first, messages };
}
