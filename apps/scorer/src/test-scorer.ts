import {
  deviceId,
  encodeObservation,
  rr140Zscore,
  type Beat,
  type Observation,
  type PatientId,
} from '@beatwatch/contracts';
import type { MessageStream } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';

/*
 * What the scorer's own tests share. An untrained model says about 0, so the loss grows with the samples: calm beats
 * are small, wild ones large.
 */

/** A whole minute, some way back, that no policy of the database drops. */
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

/** A threshold is learned, then some wild beats raise an alarm and calm ones end it. */
export const amplitudes = [...Array<number>(45).fill(1), 4, 4, 4, ...Array<number>(10).fill(1)];

export const observed = (one: Beat): Observation => ({ kind: 'beat', beat: one });
export const encodeBeat = (one: Beat): Uint8Array => encodeObservation(observed(one));

/** What a process does to the world, so that it can be killed between any two of its effects. */
export class Mortal {
  readonly stream: MessageStream;
  readonly repositories: Repositories;
  #effectsLeft: number;

  /** @param effects so many writes and sends still happen; the process is dead from the next one on */
  constructor(stream: MessageStream, repositories: Repositories, effects = Infinity) {
    this.#effectsLeft = effects;
    const { scores, alarms, checkpoints } = repositories;
    this.repositories = {
      ...repositories,
      scores: { ...scores, write: this.#ending((rows) => scores.write(rows)) },
      alarms: { ...alarms, write: this.#ending((rows) => alarms.write(rows)) },
      checkpoints: { ...checkpoints, write: this.#ending((rows) => checkpoints.write(rows)) },
    };
    this.stream = {
      kind: stream.kind,
      logId: stream.logId,
      ensureTopics: (topics, partitions) => stream.ensureTopics(topics, partitions),
      consume: (options) => stream.consume(options),
      stop: () => stream.stop(),
      producer: async () => {
        const producer = await stream.producer();
        return {
          send: this.#ending((topic, messages) => producer.send(topic, messages)),
          stop: () => producer.stop(),
        };
      },
    };
  }

  get isDead(): boolean {
    return this.#effectsLeft < 0;
  }

  /** From now on nothing that it does reaches the world. */
  kill(): void {
    this.#effectsLeft = -1;
  }

  #ending<Args extends readonly unknown[]>(
    effect: (...args: Args) => Promise<void>,
  ): (...args: Args) => Promise<void> {
    return (...args) => {
      this.#effectsLeft -= 1;
      return this.isDead ? Promise.reject(new Error('killed')) : effect(...args);
    };
  }
}
