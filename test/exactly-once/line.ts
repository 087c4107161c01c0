import { encodeTogether, patientModel, PatientModels } from '@beatwatch/adaptation';
import { rr140Zscore, topics } from '@beatwatch/contracts';
import { buildIngest } from '@beatwatch/ingest';
import { createOnnxScoringEngine, createUntrainedModel } from '@beatwatch/model-core';
import { buildScorer } from '@beatwatch/scorer';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { loadSignalModels } from '@beatwatch/signal-models';
import type { MessageStream } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';

/** Ingest and scorer as they stand between a log and a database. */
export interface Line {
  /** Starts both; `part` may change what a part sees of log and database, as where its process is to die. */
  start(part?: (of: Surroundings) => Surroundings): Promise<void>;
  stop(): Promise<void>;
  /** Stops both for good. */
  close(): Promise<void>;
}

export interface Surroundings {
  readonly stream: MessageStream;
  readonly repositories: Repositories;
}

/** An untrained model reconstructs about 0: it tells that a beat is scored, and a large one from a small one. */
export async function createLine(of: Surroundings): Promise<Line> {
  const signalModels = await loadSignalModels();
  const model = createUntrainedModel({ embedding: 4, seed: 1 });
  const engine = await createOnnxScoringEngine(model, { threads: 1 });
  const models = new PatientModels([
    patientModel(model.manifest, (inputs) => encodeTogether(engine, inputs)),
  ]);
  const logger = createLogger('line', 'silent');
  const times = { checkpointMs: 200, batchMs: 0 };
  let running: Service[] = [];
  const stop = async (): Promise<void> => {
    for (const part of running.reverse()) await part.stop();
    running = [];
  };
  return {
    async start(part = (same) => same) {
      await of.stream.ensureTopics(Object.values(topics));
      const registry = createRegistry('line');
      running = [
        buildIngest({ ...part(of), ...times, signalModels, logger, registry, preprocessing: rr140Zscore }),
        buildScorer({ ...part(of), ...times, models, logger, registry: createRegistry('scorer') }),
      ];
      for (const one of running) await one.start();
    },
    stop,
    async close() {
      await stop();
      await engine.dispose();
    },
  };
}
