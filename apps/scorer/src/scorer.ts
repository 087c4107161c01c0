import { deserialize, serialize } from 'node:v8';
import {
  defaultAlarmSettings,
  monitorStateVersion,
  PatientMonitor,
  type AlarmSettings,
  type MonitorState,
} from '@beatwatch/alarms';
import { decodeAlarmCommand, decodeBeat, topics, type AlarmEvent, type Beat } from '@beatwatch/contracts';
import type { ScoringEngine } from '@beatwatch/model-core';
import type { Logger } from '@beatwatch/service-kit';
import { buildStage, readBatch, type BatchHandler, type Stage } from '@beatwatch/stage';
import type { MessageStream, Producer } from '@beatwatch/stream';
import type { Repositories, StoredScore } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import { createEffects, type BatchEffect } from './effects.ts';
import { checkPreprocessing } from './errors.ts';
import { createScorerMetrics } from './metrics.ts';
import { createMicroBatcher, defaultMicroBatchSettings, type MicroBatchSettings } from './micro-batcher.ts';

export interface ScorerOptions {
  readonly stream: MessageStream;
  readonly repositories: Repositories;
  readonly engine: ScoringEngine;
  /** What is known of the model, recorded once per version. */
  readonly manifest: unknown;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly microBatch?: MicroBatchSettings;
  readonly alarms?: AlarmSettings;
  /** How often the state of changed patients is stored and the position committed. Default 2000. */
  readonly checkpointMs?: number;
  /** How long small batches of messages may gather. Default 100. */
  readonly batchMs?: number;
  /** Epoch milliseconds; default the system's clock. Dates scores and dead letters, nothing else. */
  readonly now?: () => number;
}

/**
 * Beats of all patients are scored in micro-batches and judged one patient at a time, in order of the log:
 * scores and alarms are stored, then published, then committed.
 */
export function buildScorer(options: ScorerOptions): Stage {
  const { stream, repositories, engine, now = Date.now, alarms = defaultAlarmSettings } = options;
  const metrics = createScorerMetrics(options.registry);
  const score = createMicroBatcher(engine, options.microBatch ?? defaultMicroBatchSettings);
  let producer: Producer | undefined;
  let effects: ((effect: BatchEffect) => Promise<void>) | undefined;

  async function apply(effect: BatchEffect): Promise<void> {
    await effects?.(effect);
    for (const { code } of effect.deadLetters) metrics.deadLetters.inc({ code });
    for (const { state } of effect.events) metrics.alarmEvents.inc({ state });
  }

  function measure(beats: readonly Beat[], scores: readonly StoredScore[]): void {
    metrics.beats.inc(scores.length);
    metrics.anomalies.inc(scores.filter(({ anomalous }) => anomalous).length);
    beats.forEach((beat, index) => {
      const scoredAtUs = scores[index]?.scoredAtUs;
      if (scoredAtUs !== undefined) metrics.delay.observe(Math.max(0, scoredAtUs - beat.endTimeUs) / 1e6);
    });
  }

  const onBeats: BatchHandler<PatientMonitor> = async (batch, { states, lasting }) => {
    const decode = (bytes: Uint8Array): Beat => checkPreprocessing(decodeBeat(bytes), engine.preprocessing);
    const { good, bad } = readBatch(batch, decode, now() * 1000);
    const fresh = good.flatMap(({ message, value: beat }) => {
      const monitor = states.takeAt(beat.patientId, message.offset);
      return monitor === undefined ? [] : [{ beat, monitor }];
    });
    const scored = await score(fresh.map(({ beat }) => beat.samples));
    const scoredAtUs = now() * 1000;
    const events: AlarmEvent[] = [];
    const scores = fresh.map(({ beat, monitor }, index): StoredScore => {
      const { loss, reconstruction } = scored[index] ?? {
        loss: Number.NaN,
        reconstruction: new Float32Array(),
      };
      const judgement = monitor.judge({ timeUs: beat.timeUs, endTimeUs: beat.endTimeUs, loss });
      events.push(...judgement.events);
      return {
        patientId: beat.patientId,
        beatTimeUs: beat.timeUs,
        modelVersion: engine.modelVersion,
        loss,
        ...(judgement.threshold === undefined ? {} : { threshold: judgement.threshold }),
        anomalous: judgement.anomalous,
        rrIntervalMs: beat.rrIntervalMs,
        scoredAtUs,
        ...(judgement.anomalous ? { reconstruction } : {}),
      };
    });
    await lasting(() => apply({ scores, events, deadLetters: bad }));
    measure(
      fresh.map(({ beat }) => beat),
      scores,
    );
  };

  const onCommands: BatchHandler<PatientMonitor> = async (batch, { states, lasting }) => {
    const { good, bad } = readBatch(batch, decodeAlarmCommand, now() * 1000);
    const events = good.flatMap(({ value }) => states.peek(value.patientId).command(value) ?? []);
    await lasting(() => apply({ scores: [], events, deadLetters: bad }));
  };

  const stage = buildStage<PatientMonitor>({
    ...options,
    name: 'scorer',
    checkpoints: repositories.checkpoints,
    state: {
      topic: topics.beats,
      create: (id) => new PatientMonitor(id, alarms),
      freeze: (monitor) => serialize(monitor.state),
      thaw: (id, frozen) => {
        const state = deserialize(frozen) as MonitorState | { readonly version: undefined };
        return state.version === monitorStateVersion ? new PatientMonitor(id, alarms, state) : undefined;
      },
    },
    handlers: { [topics.beats]: onBeats, [topics.alarmCommands]: onCommands },
  });

  return {
    ...(stage.failed && { failed: stage.failed }),
    get running() {
      return stage.running;
    },
    async start() {
      await repositories.models.ensure({ version: engine.modelVersion, manifest: options.manifest });
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
