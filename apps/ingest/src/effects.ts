import { encodeBeat, topics, type Beat, type DeadLetter, type PatientId } from '@beatwatch/contracts';
import { deadLetterMessages, GroupCommit } from '@beatwatch/stage';
import type { Producer } from '@beatwatch/stream';
import type { Repositories, WaveformChunk } from '@beatwatch/timescale';

/** What one batch of messages comes to. */
export interface BatchEffect {
  readonly chunks: readonly WaveformChunk[];
  readonly beats: readonly Beat[];
  readonly deadLetters: readonly DeadLetter[];
}

/** Stores, then publishes; batches of several partitions that come at once are stored in one statement a table. */
export function createEffects(
  repositories: Repositories,
  producer: Producer,
): (effect: BatchEffect) => Promise<void> {
  const known = new Set<PatientId>();
  const writes = new GroupCommit<BatchEffect>(
    async (effects) => {
      const chunks = effects.flatMap((effect) => effect.chunks);
      const beats = effects.flatMap((effect) => effect.beats);
      const patients = new Set([...chunks, ...beats].map(({ patientId }) => patientId));
      const unknown = [...patients].filter((id) => !known.has(id));
      if (unknown.length > 0) await repositories.patients.ensure(unknown);
      for (const id of unknown) known.add(id);
      if (chunks.length > 0) await repositories.waveforms.write(chunks);
      if (beats.length > 0) await repositories.beats.write(beats);
    },
    { maxItems: 200 },
  );

  return async (effect) => {
    if (effect.chunks.length + effect.beats.length > 0) await writes.add([effect]);
    if (effect.beats.length > 0) {
      const messages = effect.beats.map((beat) => ({ key: beat.patientId, value: encodeBeat(beat) }));
      await producer.send(topics.beats, messages);
    }
    if (effect.deadLetters.length > 0) {
      await producer.send(topics.deadLetter, deadLetterMessages(effect.deadLetters));
    }
  };
}
