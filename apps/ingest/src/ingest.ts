import {
  BeatwatchError,
  decodeBeat,
  decodePacket,
  requirePatientKey,
  rWindow88Microvolts,
  topics,
  type DeadLetter,
  type Observation,
  type Packet,
  type PatientId,
} from '@beatwatch/contracts';
import { beatsOf, type LivePreprocessing } from '@beatwatch/ecg';
import type { Logger } from '@beatwatch/service-kit';
import {
  Breather,
  buildStreamProcessor,
  deadLetter,
  readBatch,
  type BatchHandler,
  type CheckpointBounds,
  type StreamProcessor,
} from '@beatwatch/stream-processor';
import type { LoadedSignalModels } from '@beatwatch/signal-models';
import type { Batch, MessageStream, Producer, ReceivedMessage } from '@beatwatch/stream';
import type { Repositories, SignalGap, WaveformChunk } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import { createEffects, type BatchEffect } from './effects.ts';
import { PatientLeads, requireMeasuredBefore } from '@beatwatch/patient-signal';
import { createIngestMetrics } from './metrics.ts';
import { Storage } from './storage.ts';

export interface IngestOptions {
  readonly stream: MessageStream;
  readonly repositories: Repositories;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Models that judge each second of a lead. */
  readonly signalModels: LoadedSignalModels;
  /** How beats are cut; must match the scorer's model. Default `r-window-88-microvolts`. */
  readonly preprocessing?: LivePreprocessing;
  /** Interval at which changed patients' state is stored and the position committed, longer for many. Default 2000. */
  readonly checkpointMs?: number;
  /** What the interval follows from where there are many. */
  readonly checkpointBounds?: CheckpointBounds;
  /** Longest time to collect a batch. Default 100. */
  readonly batchMs?: number;
  /** Whether there is space for waveforms. Default: always. */
  readonly storage?: Storage;
  /** Epoch milliseconds, used to date dead letters only. Default: the system's clock. */
  readonly now?: () => number;
}

/** A device may send nothing else than what cannot be used. */
const warnEveryMs = 10_000;

/**
 * Turns packets into waveforms, gaps and observations (beats and seconds, in order); accepts beats cut by their producer
 * unchanged. Results are stored, then published, then committed. Unusable messages go to the dead-letter topic with
 * the reason.
 */
export function buildIngest(options: IngestOptions): StreamProcessor {
  const { stream, repositories, logger, signalModels, now = Date.now } = options;
  const { preprocessing = rWindow88Microvolts, storage = new Storage() } = options;
  const leadOptions = { models: signalModels.models, preprocessing };
  const metrics = createIngestMetrics(options.registry);
  let producer: Producer | undefined;
  let effects: ((effect: BatchEffect) => Promise<void>) | undefined;

  async function apply(effect: BatchEffect): Promise<void> {
    const { keepsWaveforms } = storage;
    await effects?.(keepsWaveforms ? effect : { ...effect, chunks: [] });
    if (!keepsWaveforms) metrics.waveformsNotStored.inc(effect.chunks.length);
    metrics.beats.inc(beatsOf(effect.observations).length);
    for (const { code } of effect.deadLetters) metrics.deadLetters.inc({ code });
    warnOfDeadLetters(effect.deadLetters);
  }

  let warnedMs = Number.NEGATIVE_INFINITY;
  function warnOfDeadLetters([first, ...others]: readonly DeadLetter[]): void {
    if (first === undefined || performance.now() - warnedMs < warnEveryMs) return;
    warnedMs = performance.now();
    const { topic, partition, offset, reason } = first;
    logger.warn({ topic, partition, offset, reason, others: others.length }, 'messages cannot be used');
  }

  const onPackets: BatchHandler<PatientLeads> = async (batch, { states, retryUntilStored }) => {
    metrics.messages.inc({ topic: batch.topic }, batch.messages.length);
    const nowUs = now() * 1000;
    const read = readBatch(batch, ofPatient(decodePacket), nowUs);
    const deadLetters: DeadLetter[] = [...read.bad];
    const chunks: WaveformChunk[] = [];
    const gaps: SignalGap[] = [];
    const observations: Observation[] = [];
    const breather = new Breather();
    for (const { message, value } of read.good) {
      await breather.breathe();
      try {
        const output = states
          .stateAt(value.patientId, message.offset)
          ?.push(signalOf(value), arrivalUsOf(message));
        if (output === undefined) continue;
        chunks.push(...output.chunks);
        gaps.push(...output.gaps);
        observations.push(...output.observations.map(from(batch, message)));
        for (const { kind } of output.events) metrics.signalEvents.inc({ kind });
      } catch (error) {
        // An error of our own may have left half a state: the batch is handled again without its message.
        if (!(error instanceof BeatwatchError)) throw error;
        deadLetters.push(deadLetter(batch, message, error, nowUs));
      }
    }
    await retryUntilStored(() => apply({ chunks, gaps, observations, deadLetters }));
  };

  const onSegmentedBeats: BatchHandler<PatientLeads> = async (batch, { retryUntilStored }) => {
    metrics.messages.inc({ topic: batch.topic }, batch.messages.length);
    const nowUs = now() * 1000;
    const { good, bad } = readBatch(batch, ofPatient(decodeBeat), nowUs);
    const deadLetters: DeadLetter[] = [...bad];
    const observations: Observation[] = [];
    for (const { message, value: beat } of good) {
      try {
        requireMeasuredBefore(beat.endTimeUs, arrivalUsOf(message));
        observations.push(from(batch, message)({ kind: 'beat', beat }, 0));
      } catch (error) {
        deadLetters.push(deadLetter(batch, message, error, nowUs));
      }
    }
    await retryUntilStored(() => apply({ chunks: [], gaps: [], observations, deadLetters }));
  };

  const processor = buildStreamProcessor<PatientLeads>({
    ...options,
    name: 'ingest',
    stream,
    checkpoints: repositories.checkpoints,
    logger,
    state: {
      topic: topics.packets,
      create: () => new PatientLeads(leadOptions),
      serialize: (leads) => leads.serialize(),
      deserialize: (_id, bytes) => PatientLeads.deserialize(bytes, leadOptions),
    },
    handlers: { [topics.packets]: onPackets, [topics.segmentedBeats]: onSegmentedBeats },
  });

  return {
    ...(processor.failed && { failed: processor.failed }),
    get running() {
      return processor.running;
    },
    progress: processor.progress,
    async start() {
      producer = await stream.producer();
      effects = createEffects(repositories, producer);
      for (const manifest of signalModels.manifests) {
        await repositories.models.ensure({ version: manifest.version, manifest });
      }
      logger.info(
        { models: signalModels.manifests.map(({ version }) => version), preprocessing },
        'signal models loaded',
      );
      await processor.start();
    },
    async stop() {
      await processor.stop();
      await producer?.stop();
      producer = undefined;
    },
  };
}

/** A decoder that also refuses a message whose key is not its patient's id. */
function ofPatient<Value extends { readonly patientId: PatientId }>(
  decode: (bytes: Uint8Array) => Value,
): (bytes: Uint8Array, key: Uint8Array) => Value {
  return (bytes, key) => {
    const value = decode(bytes);
    requirePatientKey(key, value.patientId);
    return value;
  };
}

/** Adds to the observations of a message where they come from, so that a repeat is recognised after a crash. */
const from =
  ({ topic, partition }: Batch, { offset }: ReceivedMessage) =>
  (observation: Observation, index: number): Observation => ({
    ...observation,
    source: { topic, partition, offset, index },
  });

/** The packet without what its device says beside the samples, which nothing is judged by. */
function signalOf(packet: Packet): Packet {
  if (packet.report === undefined) return packet;
  const { report, ...signal } = packet;
  return signal;
}

/** Epoch microseconds at which the log received a message; undefined if the log keeps no times. */
const arrivalUsOf = ({ timestampMs }: ReceivedMessage): number | undefined =>
  timestampMs > 0 ? timestampMs * 1000 : undefined;
