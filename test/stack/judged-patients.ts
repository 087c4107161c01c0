import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeScore, topics, type PatientId } from '@beatwatch/contracts';
import type { Consumer, MessageStream } from '@beatwatch/stream';

/** Watches, as the gateway does, from when on patients are judged after something has happened. */
export class JudgedPatients {
  /** Newest beat of each patient whose score has come, and when it came; epoch milliseconds. */
  readonly #newest = new Map<PatientId, number>();
  readonly #patients: readonly PatientId[];
  #consumer: Consumer | undefined;

  private constructor(patients: readonly PatientId[]) {
    this.#patients = patients;
  }

  static async start(stream: MessageStream, patients: readonly PatientId[]): Promise<JudgedPatients> {
    const judged = new JudgedPatients(patients);
    judged.#consumer = await stream.consume({
      groupId: `judged-${randomUUID()}`,
      topics: [topics.scores],
      from: 'latest',
      onBatch: ({ messages }) => {
        for (const { value } of messages) judged.#add(decodeScore(value));
        return Promise.resolve();
      },
    });
    return judged;
  }

  #add({ patientId, beatTimeUs }: { readonly patientId: PatientId; readonly beatTimeUs: number }): void {
    const before = this.#newest.get(patientId) ?? 0;
    this.#newest.set(patientId, Math.max(before, beatTimeUs / 1000));
  }

  /**
   * Waits until a beat of every patient is scored that was measured after a time.
   * @param sinceMs epoch milliseconds
   * @returns seconds from then
   * @throws naming patients that are not judged within the limit, ten at most
   */
  async again(sinceMs: number, limitMs: number): Promise<number> {
    for (;;) {
      const waiting = this.#patients.filter((id) => (this.#newest.get(id) ?? 0) < sinceMs);
      const passedMs = Date.now() - sinceMs;
      if (waiting.length === 0) return passedMs / 1000;
      if (passedMs > limitMs) {
        const named = waiting.slice(0, 10).join(', ') + (waiting.length > 10 ? ', …' : '');
        throw new Error(`after ${limitMs} ms ${waiting.length} patients are not judged: ${named}`);
      }
      await delay(20);
    }
  }

  async stop(): Promise<void> {
    await this.#consumer?.stop();
  }
}
