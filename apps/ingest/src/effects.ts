import {
  encodeObservation,
  topics,
  type DeadLetter,
  type Observation,
  type PatientId,
} from '@beatwatch/contracts';
import { beatsOf } from '@beatwatch/ecg';
import { deadLetterMessages, GroupCommit } from '@beatwatch/stream-processor';
import type { OutgoingMessage, Producer } from '@beatwatch/stream';
import type { Repositories, SignalGap, WaveformChunk } from '@beatwatch/timescale';

/** Results of one batch of messages. */
export interface BatchEffect {
  readonly chunks: readonly WaveformChunk[];
  readonly gaps: readonly SignalGap[];
  /** Beats and seconds in the order in which they were found. */
  readonly observations: readonly Observation[];
  readonly deadLetters: readonly DeadLetter[];
}

/** Patients remembered as stored. */
const mostKnown = 10_000;

/** Stores results, then publishes them. Concurrent batches of several partitions share one statement a table. */
export function createEffects(
  repositories: Repositories,
  producer: Producer,
): (effect: BatchEffect) => Promise<void> {
  // Bounded: who is ensured again stays as he is.
  const known = new Set<PatientId>();
  const writes = new GroupCommit<BatchEffect>(
    async (effects) => {
      const chunks = effects.flatMap((effect) => effect.chunks);
      const gaps = effects.flatMap((effect) => effect.gaps);
      const beats = beatsOf(effects.flatMap((effect) => effect.observations));
      const patients = new Set([...chunks, ...beats].map(({ patientId }) => patientId));
      const unknown = [...patients].filter((id) => !known.has(id));
      if (unknown.length > 0) await repositories.patients.ensure(unknown);
      if (known.size + unknown.length > mostKnown) known.clear();
      for (const id of unknown) known.add(id);
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
  const { patientId } = observation.kind === 'beat' ? observation.beat : observation.second;
  return { key: patientId, value: encodeObservation(observation) };
}
