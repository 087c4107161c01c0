import { decodeBeat, decodePacket, topics, type Beat, type DeadLetter } from '@beatwatch/contracts';
import type { Logger } from '@beatwatch/service-kit';
import { buildStage, deadLetter, readBatch, type BatchHandler, type Stage } from '@beatwatch/stage';
import type { MessageStream, Producer } from '@beatwatch/stream';
import type { Repositories, WaveformChunk } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import { createEffects, type BatchEffect } from './effects.ts';
import { createIngestMetrics } from './metrics.ts';
import { PatientLeads } from './patient-leads.ts';

export interface IngestOptions {
  readonly stream: MessageStream;
  readonly repositories: Repositories;
  readonly logger: Logger;
  readonly registry: Registry;
  /** How often the state of changed patients is stored and the position committed. Default 2000. */
  readonly checkpointMs?: number;
  /** How long small batches may gather. Default 100. */
  readonly batchMs?: number;
  /** Epoch milliseconds; default the system's clock. Dates dead letters, nothing else. */
  readonly now?: () => number;
}

/**
 * Packets and already segmented beats become ordered waveforms and beats: stored, then published, then committed.
 * What cannot be used goes to the dead-letter topic with its reason.
 */
export function buildIngest(options: IngestOptions): Stage {
  const { stream, repositories, logger, now = Date.now } = options;
  const metrics = createIngestMetrics(options.registry);
  let producer: Producer | undefined;
  let effects: ((effect: BatchEffect) => Promise<void>) | undefined;

  async function apply(effect: BatchEffect): Promise<void> {
    await effects?.(effect);
    metrics.beats.inc(effect.beats.length);
    for (const { code } of effect.deadLetters) metrics.deadLetters.inc({ code });
  }

  const onPackets: BatchHandler<PatientLeads> = async (batch, { states, lasting }) => {
    metrics.messages.inc({ topic: batch.topic }, batch.messages.length);
    const nowUs = now() * 1000;
    const read = readBatch(batch, decodePacket, nowUs);
    const deadLetters: DeadLetter[] = [...read.bad];
    const chunks: WaveformChunk[] = [];
    const beats: Beat[] = [];
    for (const { message, value } of read.good) {
      try {
        const output = states.takeAt(value.patientId, message.offset)?.push(value);
        if (output === undefined) continue;
        chunks.push(...output.chunks);
        beats.push(...output.beats);
        for (const { kind } of output.events) metrics.signalEvents.inc({ kind });
      } catch (error) {
        deadLetters.push(deadLetter(batch, message, error, nowUs));
      }
    }
    await lasting(() => apply({ chunks, beats, deadLetters }));
  };

  const onSegmentedBeats: BatchHandler<PatientLeads> = async (batch, { lasting }) => {
    metrics.messages.inc({ topic: batch.topic }, batch.messages.length);
    const { good, bad } = readBatch(batch, decodeBeat, now() * 1000);
    const beats = good.map(({ value }) => value);
    await lasting(() => apply({ chunks: [], beats, deadLetters: bad }));
  };

  const stage = buildStage<PatientLeads>({
    ...options,
    name: 'ingest',
    stream,
    checkpoints: repositories.checkpoints,
    logger,
    state: {
      topic: topics.packets,
      create: () => new PatientLeads(),
      freeze: (leads) => leads.freeze(),
      thaw: (_id, frozen) => PatientLeads.thaw(frozen),
    },
    handlers: { [topics.packets]: onPackets, [topics.segmentedBeats]: onSegmentedBeats },
  });

  return {
    ...(stage.failed && { failed: stage.failed }),
    get running() {
      return stage.running;
    },
    async start() {
      producer = await stream.producer();
      effects = createEffects(repositories, producer);
      await stage.start();
    },
    async stop() {
      await stage.stop();
      await producer?.stop();
      producer = undefined;
    },
  };
}
