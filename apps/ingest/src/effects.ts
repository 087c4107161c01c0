import {
  encodeObservation,
  observedIn,
  topics,
  type DeadLetter,
  type Observation,
} from '@beatwatch/contracts';
import { beatsOf } from '@beatwatch/ecg';
import { deadLetterMessages, GroupCommit } from '@beatwatch/stream-processor';
import type { OutgoingMessage, Producer } from '@beatwatch/stream';
import { SeenPatients } from './seen-patients.ts';
import type { Repositories, SignalGap, WaveformChunk } from '@beatwatch/timescale';

/** Results of one batch of messages. */
export interface BatchEffect {
  readonly chunks: readonly WaveformChunk[];
  readonly gaps: readonly SignalGap[];
  /** Beats and seconds in the order in which they were found. */
  readonly observations: readonly Observation[];
  readonly deadLetters: readonly DeadLetter[];
}

/** Stores results, then publishes them. Concurrent batches of several partitions share one statement a table. */
export function createEffects(
  repositories: Repositories,
  producer: Producer,
): (effect: BatchEffect) => Promise<void> {
  const seen = new SeenPatients();
  const writes = new GroupCommit<BatchEffect>(
    async (effects) => {
      const chunks = effects.flatMap((effect) => effect.chunks);
      const gaps = effects.flatMap((effect) => effect.gaps);
      const observations = effects.flatMap((effect) => effect.observations);
      const beats = beatsOf(observations);
      const nowMs = performance.now();
      const unrecorded = seen.unrecorded(
        [
          ...chunks.map(({ patientId }) => patientId),
          ...observations.map((one) => observedIn(one).patientId),
        ],
        nowMs,
      );
      if (unrecorded.length > 0) await repositories.patients.ensure(unrecorded);
      seen.recorded(unrecorded, nowMs);
      if (chunks.length > 0) await repositories.waveforms.write(chunks);
      if (gaps.length > 0) await repositories.gaps.write(gaps);
      if (beats.length > 0) await repositories.beats.write(beats);
    },
    { maxItems: 200 },
  );

  return async (effect) => {
    const { chunks, gaps, observations, deadLetters } = effect;
    if (chunks.length + gaps.length + observations.length > 0) await writes.add([effect]);
    if (observations.length > 0) await producer.send(topics.beats, observations.map(messageOf));
    if (deadLetters.length > 0) await producer.send(topics.deadLetter, deadLetterMessages(deadLetters));
  };
}

function messageOf(observation: Observation): OutgoingMessage {
  return { key: observedIn(observation).patientId, value: encodeObservation(observation) };
}
