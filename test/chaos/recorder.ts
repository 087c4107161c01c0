import { topics } from '@beatwatch/contracts';
import type { OutgoingMessage, Producer } from '@beatwatch/stream';

/** A producer that remembers what the broker has acknowledged, in order: what must be neither lost nor doubled. */
export class RecordingProducer implements Pick<Producer, 'send'> {
  readonly #producer: Producer;
  readonly messages: OutgoingMessage[] = [];

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  async send(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const dated = messages.map((message) => ({ ...message, timestampMs: Date.now() }));
    await this.#producer.send(topic, dated);
    this.messages.push(...dated);
  }

  /** Sends the same again, to another broker. */
  async replay(producer: Producer, onProgress: (share: number) => void): Promise<void> {
    const atOnce = 1000;
    for (let at = 0; at < this.messages.length; at += atOnce) {
      await producer.send(topics.packets, this.messages.slice(at, at + atOnce));
      onProgress(at / this.messages.length);
    }
  }
}
