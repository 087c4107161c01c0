import { createLogger, type Service } from '@beatwatch/service-kit';
import { Registry } from 'prom-client';
import { buildIngest } from '../../../apps/ingest/src/ingest.ts';
import { buildScorer } from '../../../apps/scorer/src/scorer.ts';
import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import type { SimulatedDatabase } from '../database/simulated-database.ts';
import type { Host } from '../host.ts';
import type { SimulatedModels } from './models.ts';

/** What every process works with. */
export interface Site {
  readonly broker: SimulatedBroker;
  readonly database: SimulatedDatabase;
  readonly models: SimulatedModels;
}

export interface ProcessorTimes {
  readonly checkpointMs?: number;
  readonly tickMs?: number;
}

/** So small that the longest interval applies and each state is stored by itself, whatever it has in bytes. */
const checkpointBounds = { bytesPerSecond: 1, pieceBytes: 1 };
const logger = createLogger('simulation', 'silent');

export const ingestOn = (
  { broker, database, models }: Site,
  host: Host,
  times: ProcessorTimes = {},
): Service =>
  buildIngest({
    stream: broker.streamFor(host),
    repositories: database.repositoriesFor(host),
    logger,
    registry: new Registry(),
    signalModels: models.signal,
    checkpointBounds,
    ...(times.checkpointMs !== undefined && { checkpointMs: times.checkpointMs }),
  });

export const scorerOn = (
  { broker, database, models }: Site,
  host: Host,
  times: ProcessorTimes = {},
): Service =>
  buildScorer({
    stream: broker.streamFor(host),
    repositories: database.repositoriesFor(host),
    logger,
    registry: new Registry(),
    models: models.beats(),
    rhythmModels: models.rhythm,
    checkpointBounds,
    ...times,
  });
