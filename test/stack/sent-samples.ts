import { decodePacket, type PatientId } from '@beatwatch/contracts';
import type { OutgoingMessage, Producer } from '@beatwatch/stream';

/** A producer of packets that counts the samples that the broker has acknowledged. */
export class SentSamples implements Pick<Producer, 'send'> {
  readonly #producer: Pick<Producer, 'send'>;
  /** By patient, the place of each packet in its device's count: one that is sent again counts once. */
  readonly #lengths = new Map<PatientId, Map<number, number>>();

  constructor(producer: Pick<Producer, 'send'>) {
    this.#producer = producer;
  }

  async send(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    await this.#producer.send(topic, messages);
    for (const { value } of messages) {
      const { patientId, lastSampleTimeUs, samples } = decodePacket(value);
      const lengths = this.#lengths.get(patientId) ?? new Map<number, number>();
      this.#lengths.set(patientId, lengths.set(lastSampleTimeUs, samples.length));
    }
  }

  of(patientId: PatientId): number {
    return [...(this.#lengths.get(patientId)?.values() ?? [])].reduce((sum, length) => sum + length, 0);
  }
}
