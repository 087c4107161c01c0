import { topics } from '@beatwatch/contracts';
import {
  deviceId,
  encodeObservation,
  rr140Zscore,
  type Beat,
  type Observation,
  type PatientId,
} from '@beatwatch/contracts';
import { StreamError, type MessageStream } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';

/*
 * Shared by the scorer's tests. An untrained model reconstructs about 0, so the loss grows with the samples: usual beats
 * are small, anomalous ones large.
 */

/** A full minute in the past that no policy of the database drops. */
export const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 30 * 60_000_000;
export const beatUs = 800_000;

export function beat(patientId: PatientId, index: number, amplitude: number): Beat {
  const timeUs = startUs + index * beatUs;
  return {
    patientId,
    deviceId: deviceId('d-1'),
    lead: 'II',
    timeUs,
    endTimeUs: timeUs + beatUs,
    rrIntervalMs: beatUs / 1000,
    preprocessing: rr140Zscore,
    samples: Float32Array.from({ length: 140 }, (_, sample) => amplitude * Math.sin(sample / 9)),
  };
}

/** A threshold is learned, then anomalous beats raise an alarm and clear ones end it. */
export const amplitudes = [...Array<number>(45).fill(1), 4, 4, 4, ...Array<number>(10).fill(1)];

export const observed = (one: Beat): Observation => ({ kind: 'beat', beat: one });
export const encodeBeat = (one: Beat): Uint8Array => encodeObservation(observed(one));

/** Stream and repositories of a process that can be killed between any two of its effects. */
export class Mortal {
  readonly stream: MessageStream;
  readonly repositories: Repositories;
  #effectsLeft: number;

  /** @param effects number of writes and sends that still take place; the process is dead from the next one on */
  constructor(stream: MessageStream, repositories: Repositories, effects = Infinity) {
    this.#effectsLeft = effects;
    const { scores, alarms, checkpoints, shadow } = repositories;
    this.repositories = {
      ...repositories,
      scores: { ...scores, write: this.#ending((rows) => scores.write(rows)) },
      alarms: { ...alarms, write: this.#ending((rows) => alarms.write(rows)) },
      checkpoints: { ...checkpoints, write: this.#ending((rows) => checkpoints.write(rows)) },
      shadow: {
        ...shadow,
        writeScores: this.#ending((version, rows) => shadow.writeScores(version, rows)),
        writeChanges: this.#ending((version, rows) => shadow.writeChanges(version, rows)),
      },
    };
    this.stream = {
      kind: stream.kind,
      logId: stream.logId,
      ensureTopics: (topics, partitions) => stream.ensureTopics(topics, partitions),
      positions: (groupId, topic) => stream.positions(groupId, topic),
      consume: (options) => stream.consume(options),
      ping: () => stream.ping(),
      stop: () => stream.stop(),
      producer: async () => {
        const producer = await stream.producer();
        const ending = this.#ending<Parameters<typeof producer.send>>((topic, messages) =>
          producer.send(topic, messages),
        );
        return {
          // Reports of progress come by the clock and are no effects.
          send: (topic, messages) =>
            topic === topics.progress && !this.isDead
              ? producer.send(topic, messages)
              : ending(topic, messages),
          stop: () => producer.stop(),
        };
      },
    };
  }

  get isDead(): boolean {
    return this.#effectsLeft < 0;
  }

  /** From now on none of its effects takes place. */
  kill(): void {
    this.#effectsLeft = -1;
  }

  #ending<Args extends readonly unknown[]>(
    effect: (...args: Args) => Promise<void>,
  ): (...args: Args) => Promise<void> {
    return (...args) => {
      this.#effectsLeft -= 1;
      return this.isDead
        ? Promise.reject(new StreamError('killed', { code: 'unavailable', retryable: true }))
        : effect(...args);
    };
  }
}
