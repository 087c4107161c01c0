import type { PatientModel, PatientModels } from '@beatwatch/adaptation';
import type { AlarmSettings } from '@beatwatch/alarms';
import type { MonitorModels } from '@beatwatch/patient-monitor';
import type { Logger } from '@beatwatch/service-kit';
import type { MessageStream } from '@beatwatch/stream';
import type { CheckpointBounds } from '@beatwatch/stream-processor';
import type { Repositories } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import type { OpenFurtherModel } from './hot-swap/model-shelf.ts';
import type { StripTimes } from './strip-keeper.ts';

/** What a scorer works with, its settings and its intervals. */
export interface ScorerOptions {
  /** Consumer group, and owner of the checkpoints. Default: `scorer`. */
  readonly group?: string;
  readonly stream: MessageStream;
  readonly repositories: Repositories;
  readonly models: PatientModels;
  /** Opens the models that patients are assigned in place of these. Default: none is assigned. */
  readonly openFurtherModel?: OpenFurtherModel;
  /**
   * The model that patients begin with who have no state, as of now. Only where nobody else has scored their beats: after a
   * crash it may be another one for the same beats. Default: the usual one, whatever they are assigned.
   */
  readonly beginWith?: () => PatientModel | undefined;
  /** Interval at which assignments are read. Default 1000. */
  readonly assignmentsMs?: number;
  /** Interval at which limits that were set for wards are read. Default 1000. */
  readonly limitsMs?: number;
  /** What tells rhythms. Default: none is told by a model. */
  readonly rhythmModels?: Omit<MonitorModels, 'beats'>;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly alarms?: AlarmSettings;
  /** Interval at which the state of changed patients is stored and the position committed, longer for many. Default 2000. */
  readonly checkpointMs?: number;
  /** What the interval follows from where there are many. */
  readonly checkpointBounds?: CheckpointBounds;
  /** Time over which small batches of messages are gathered. Default 100. */
  readonly batchMs?: number;
  /** Interval at which patients without data are looked for. Default 1000. */
  readonly tickMs?: number;
  /** When the signal around alarms is copied. */
  readonly strips?: StripTimes;
  /** Clock that dates scores and dead letters, epoch milliseconds. Default: the system's. */
  readonly now?: () => number;
}
